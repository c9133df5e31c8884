package org.hotline12345.callback.sms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.cloudhopper.smpp.SmppConstants;
import java.nio.charset.Charset;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import org.hotline12345.callback.SmsIncoming;
import org.hotline12345.callback.SmsIncoming.Delivery;
import org.hotline12345.callback.SmsResult;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SmppSmsIT {
    private static final String MOBILE = "15400000001";
    private static final String SHORT = "【12345热线】您反映的问题已办结，请回复：1满意 2基本满意 3不满意";
    private static final String LONG = "【12345热线】您好！" + "您反映的“幸福路停水”问题已由承办单位办结，特请您评价𠮷。".repeat(9);

    private final TestSmsc smsc = TestSmsc.open();
    private final List<SmsIncoming> incoming = new CopyOnWriteArrayList<>();
    private final AtomicBoolean databaseAway = new AtomicBoolean();

    private SmppSms open(SmppConfig config) {
        return SmppSms.launch(config, Clock.systemUTC(), fact -> {
            if (databaseAway.get()) {
                throw new IllegalStateException("database is away");
            }
            incoming.add(fact);
        });
    }

    private SmppSms bound(SmppConfig config) {
        var sms = open(config);
        await().until(sms::ready);
        return sms;
    }

    @AfterEach
    void close() {
        smsc.close();
    }

    @Test
    void chineseTextArrivesIntactAndItsReceiptComesBack() {
        try (var sms = bound(smsc.config())) {
            var result = sms.send(MOBILE, SHORT);
            assertThat(result).isInstanceOf(SmsResult.Accepted.class);
            assertThat(smsc.messages()).containsExactly(new TestSmsc.Message(TestSmsc.SOURCE, MOBILE, SHORT, 1, true));
            await().untilAsserted(() -> assertThat(incoming)
                    .singleElement()
                    .isInstanceOfSatisfying(SmsIncoming.Receipt.class, receipt -> {
                        assertThat(((SmsResult.Accepted) result).messageIds()).containsExactly(receipt.messageId());
                        assertThat(receipt.delivery()).isEqualTo(Delivery.DELIVERED);
                    }));
        }
    }

    @ParameterizedTest
    @EnumSource
    void longChineseTextArrivesInOnePieceHoweverItTravels(Segmentation segmentation) {
        try (var sms = bound(smsc.config(TestSmsc.PASSWORD, segmentation))) {
            assertThat(sms.send(MOBILE, LONG)).isInstanceOf(SmsResult.Accepted.class);
            assertThat(smsc.messages()).singleElement().satisfies(message -> {
                assertThat(message.text()).isEqualTo(LONG);
                assertThat(message.parts()).isEqualTo(segmentation == Segmentation.PAYLOAD ? 1 : 5);
            });
        }
    }

    @Test
    void citizensAnswerComesInWithNumberAndText() {
        smsc.citizensAnswer(message -> Optional.of("1"));
        try (var sms = bound(smsc.config())) {
            sms.send(MOBILE, SHORT);
            await().untilAsserted(() -> assertThat(replies()).containsExactly(MOBILE + ":1"));
            assertThat(smsc.write(MOBILE, "很满意，谢谢")).isZero();
            assertThat(smsc.deliver(MOBILE, "不满意".getBytes(Charset.forName("GBK")), (byte) 15))
                    .isZero();
            assertThat(replies()).containsExactly(MOBILE + ":1", MOBILE + ":很满意，谢谢", MOBILE + ":不满意");
        }
    }

    @Test
    void answerThatCannotBeKeptStaysWithTheCentre() {
        try (var sms = bound(smsc.config())) {
            assertThat(sms.ready()).isTrue();
            databaseAway.set(true);
            assertThat(smsc.write(MOBILE, "1")).isEqualTo(SmppConstants.STATUS_X_T_APPN);
            databaseAway.set(false);
            assertThat(smsc.write(MOBILE, "1")).isZero();
            assertThat(replies()).containsExactly(MOBILE + ":1");
        }
    }

    @Test
    void centreThatDiesAndComesBackIsFoundAgain() {
        try (var sms = bound(smsc.config())) {
            smsc.stop();
            await().until(() -> !sms.ready());
            assertThat(sms.send(MOBILE, SHORT)).isInstanceOf(SmsResult.Later.class);
            await().untilAsserted(() -> assertThat(sms.status()).containsEntry("state", "UNREACHABLE"));
            smsc.start();
            await().until(sms::ready);
            assertThat(sms.send(MOBILE, SHORT)).isInstanceOf(SmsResult.Accepted.class);
            assertThat(smsc.messages()).hasSize(1);
        }
    }

    @Test
    void wrongPasswordIsToldFromACentreThatIsAway() {
        try (var sms = open(smsc.config("badpass1", Segmentation.UDH))) {
            await().untilAsserted(() -> assertThat(sms.status()).containsEntry("state", "REFUSED"));
            assertThat(sms.status().get("why")).asString().contains("wrong password; check callback.sms.password");
            assertThat(sms.status().toString()).doesNotContain("badpass1");
            assertThat(sms.send(MOBILE, SHORT)).isInstanceOf(SmsResult.Later.class);
        }
        smsc.stop();
        try (var sms = open(smsc.config())) {
            await().untilAsserted(() -> assertThat(sms.status()).containsEntry("state", "UNREACHABLE"));
            assertThat(sms.status().get("why")).asString().contains("cannot be reached");
        }
        smsc.start();
    }

    @Test
    void busyCentreIsAskedAgainAndInTheEndLeftForLater() {
        try (var sms = bound(smsc.config())) {
            smsc.refuseNext(2, SmppConstants.STATUS_THROTTLED);
            assertThat(sms.send(MOBILE, SHORT)).isInstanceOf(SmsResult.Accepted.class);
            assertThat(smsc.messages()).hasSize(1);
            smsc.refuseNext(4, SmppConstants.STATUS_THROTTLED);
            assertThat(sms.send(MOBILE, SHORT)).isInstanceOf(SmsResult.Later.class);
            assertThat(smsc.messages()).hasSize(1);
        }
    }

    @Test
    void refusedNumberIsSaidInWordsAndNotOfferedAgain() {
        try (var sms = bound(smsc.config())) {
            smsc.refuseNext(1, SmppConstants.STATUS_INVDSTADR);
            assertThat(sms.send(MOBILE, SHORT))
                    .isEqualTo(new SmsResult.Rejected("the number is not accepted (status 0xb)"));
            assertThat(smsc.submitted()).hasSize(1);
        }
    }

    @Test
    void messageWithoutAnAnswerIsUnsureNotLost() {
        try (var sms = bound(smsc.config())) {
            smsc.stayOpenButSilent(true);
            assertThat(sms.send(MOBILE, SHORT)).isInstanceOf(SmsResult.Unsure.class);
            assertThat(smsc.submitted()).hasSize(1);
        }
    }

    @Test
    void secondPartThatIsRefusedLeavesTheMessageUnsure() {
        try (var sms = bound(smsc.config())) {
            smsc.refuseFrom(2, SmppConstants.STATUS_INVMSGLEN);
            assertThat(sms.send(MOBILE, LONG)).isInstanceOf(SmsResult.Unsure.class);
        }
    }

    @Test
    void silentLineIsTriedAndStaysUp() {
        try (var sms = bound(smsc.config())) {
            await().untilAsserted(() -> assertThat(smsc.enquiries()).isGreaterThanOrEqualTo(2));
            assertThat(sms.ready()).isTrue();
            assertThat(smsc.binds()).isEqualTo(1);
        }
    }

    private List<String> replies() {
        return incoming.stream()
                .filter(SmsIncoming.Reply.class::isInstance)
                .map(SmsIncoming.Reply.class::cast)
                .map(reply -> reply.from() + ":" + reply.text())
                .toList();
    }
}
