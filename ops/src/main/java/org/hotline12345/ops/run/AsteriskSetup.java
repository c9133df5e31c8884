package org.hotline12345.ops.run;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * What the Asterisk that the program brings along needs to know.
 *
 * @param scripts the folder {@code ops/asterisk} of the repository or of the installation
 * @param folder its run folder; made at the first start
 * @param node its system name, which begins each call's id
 * @param bind address of SIP and audio
 * @param secretFile holds the manager's secret; made when it is not there
 * @param agiPort where the backend's FastAGI server listens
 * @param trunk addresses that citizens' calls come from
 * @param carrier where calls to citizens are sent, host:port
 * @param lines numbers of parallel lines
 * @param queues queues beside the hotline's own
 * @param offerSeconds how often the callback offer is said to who waits; 0 for never
 * @param recordTalks whether talks are recorded
 * @param seats SIP accounts of the desks
 * @param recordings folder it records into
 * @param prompts folder of the spoken texts
 * @param readyLimit how long it may take to be ready
 * @param stopLimit how long it is given to hang up and end
 */
public record AsteriskSetup(
        Path scripts,
        Path folder,
        String node,
        String bind,
        int sipPort,
        int httpPort,
        int rtpStart,
        int rtpEnd,
        String amiUser,
        int amiPort,
        Path secretFile,
        int agiPort,
        List<String> trunk,
        String carrier,
        List<String> lines,
        List<String> queues,
        int offerSeconds,
        boolean recordTalks,
        List<String> seats,
        Path recordings,
        Path prompts,
        Duration readyLimit,
        Duration stopLimit) {
    public AsteriskSetup {
        trunk = List.copyOf(trunk);
        lines = List.copyOf(lines);
        queues = List.copyOf(queues);
        seats = List.copyOf(seats);
    }
}
