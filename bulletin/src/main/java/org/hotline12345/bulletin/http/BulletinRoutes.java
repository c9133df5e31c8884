package org.hotline12345.bulletin.http;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import org.hotline12345.bulletin.BulletinFiles;
import org.hotline12345.bulletin.BulletinFormat;
import org.hotline12345.bulletin.Bulletins;
import org.hotline12345.bulletin.Period;
import org.hotline12345.office.HotlineCode;
import org.hotline12345.office.Office;
import org.hotline12345.office.Refused;
import org.hotline12345.office.SignedIn;

/** Bulletins over the web, for editors; each one made is written down. */
public final class BulletinRoutes {
    /** The page holds no script and no link; whatever a row's text says, nothing runs and nothing is loaded. */
    static final String NOTHING_ACTIVE = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'";

    private final Bulletins bulletins;
    private final Office office;

    public BulletinRoutes(Bulletins bulletins, Office office) {
        this.bulletins = bulletins;
        this.office = office;
    }

    public void mount(Router router) {
        router.get("/api/bulletin").handler(this::make);
    }

    private void make(RoutingContext rc) {
        SignedIn visitor = rc.get(SignedIn.REQUEST_KEY);
        if (visitor == null) {
            throw Refused.signIn("sign in first");
        }
        var asked = rc.request().getParam("hotline");
        var hotline = asked == null ? visitor.hotline() : new HotlineCode(asked);
        visitor.require(hotline, Bulletins.MAKE);
        var month = rc.request().getParam("period");
        if (month == null) {
            throw Refused.invalid("\"period\" must be given: a month such as 2026-11");
        }
        var period = Period.of(month);
        var format = format(rc.request().getParam("format", BulletinFormat.HTML.extension()));

        var bulletin = bulletins.make(hotline, period);
        var content = BulletinFiles.print(bulletin, format);
        office.audit(visitor.person(), hotline, Bulletins.MAKE.name(), period + " " + format.extension());
        var name = URLEncoder.encode(BulletinFiles.name(bulletin, format), StandardCharsets.UTF_8);
        rc.response()
                .putHeader(HttpHeaders.CONTENT_TYPE, format.mediaType())
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
                .putHeader("Content-Security-Policy", NOTHING_ACTIVE)
                .putHeader(
                        "Content-Disposition",
                        (format == BulletinFormat.HTML ? "inline" : "attachment") + "; filename*=UTF-8''" + name)
                .end(Buffer.buffer(content));
    }

    private static BulletinFormat format(String extension) {
        return Arrays.stream(BulletinFormat.values())
                .filter(format -> format.extension().equals(extension.toLowerCase(Locale.ROOT)))
                .findFirst()
                .orElseThrow(() -> Refused.invalid("format \"" + extension + "\" is not allowed: html or docx"));
    }
}
