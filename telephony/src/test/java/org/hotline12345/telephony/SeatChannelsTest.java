package org.hotline12345.telephony;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.hotline12345.telephony.ami.AmiMessage;
import org.hotline12345.telephony.ami.RecordedAsterisk;
import org.junit.jupiter.api.Test;

class SeatChannelsTest {
    private static final Seat FIRST = new Seat("1001");
    private static final Instant NINE = Instant.parse("2026-11-25T01:00:00Z");

    private final List<SeatFact> facts = new ArrayList<>();
    private final SeatChannels channels =
            new SeatChannels(facts::add, Clock.fixed(NINE, ZoneOffset.UTC), SeatPlan.of("pbx1"));

    private void hear(String text) {
        for (var block : text.split("\r\n\r\n", -1)) {
            if (!block.isBlank()) {
                channels.heard(
                        "pbx1",
                        new AmiMessage(
                                Stream.of(block.strip().split("\r\n", -1))
                                        .map(line -> line.split(": ?", 2))
                                        .map(parts -> new AmiMessage.Field(parts[0], parts.length > 1 ? parts[1] : ""))
                                        .toList(),
                                false));
            }
        }
    }

    private static String event(String name, String... fields) {
        return "Event: " + name + "\r\n" + String.join("\r\n", fields) + "\r\n\r\n";
    }

    private void seatTalks() {
        hear(event(
                "Newchannel",
                "Channel: PJSIP/1001-00000001",
                "Uniqueid: pbx1-1795310813.63",
                "Linkedid: pbx1-1795310813.62"));
        hear(event(
                "BridgeEnter", "Channel: PJSIP/1001-00000001", "Linkedid: pbx1-1795310813.62", "BridgeUniqueid: home"));
    }

    @Test
    void talkOfARecordedCallBeginsWithTheBridgeAndEndsWithTheHangUp() {
        hear(RecordedAsterisk.events("answered.ami"));
        assertThat(facts)
                .containsExactly(
                        new SeatFact.TalkBegun(FIRST, Optional.of(new CallId("pbx1-1795310813.62"))),
                        new SeatFact.TalkEnded(FIRST));
        assertThat(channels.all(FIRST)).isEmpty();
    }

    @Test
    void ringingIsNoTalkAndRingingInVainIsSaid() {
        hear(RecordedAsterisk.events("ring-no-answer-then-second-seat.ami"));
        assertThat(facts).first().isEqualTo(new SeatFact.RangInVain(FIRST));
        assertThat(facts)
                .filteredOn(fact -> fact instanceof SeatFact.TalkBegun)
                .singleElement()
                .extracting(fact -> ((SeatFact.TalkBegun) fact).seat())
                .isEqualTo(new Seat("1002"));
    }

    @Test
    void askingSomebodyMovesTheSeatAndEndsNoTalk() {
        seatTalks();
        hear(event(
                "Newchannel",
                "Channel: Local/11@consult-00000000;1",
                "Uniqueid: pbx1-1795310813.64",
                "Linkedid: pbx1-1795310813.62"));
        hear(event("BridgeLeave", "Channel: PJSIP/1001-00000001", "BridgeUniqueid: home"));
        hear(event("BridgeEnter", "Channel: Local/11@consult-00000000;1", "BridgeUniqueid: aside"));
        hear(event("BridgeEnter", "Channel: PJSIP/1001-00000001", "BridgeUniqueid: aside"));
        hear(event("Newstate", "Channel: Local/11@consult-00000000;1", "ChannelStateDesc: Up"));
        assertThat(facts.subList(1, facts.size()))
                .containsExactly(new SeatFact.Moved(FIRST, "aside"), new SeatFact.ThirdAnswered(FIRST));
        assertThat(channels.talking(FIRST)).hasSize(1);
    }

    @Test
    void askingIsOverWhenTheSeatIsBackWithTheCaller() {
        seatTalks();
        var consults = new Consults(SeatPlan.of("pbx1"));
        consults.begin(channels.talking(FIRST).getFirst(), Consult.Kind.THREE_WAY, Target.parse("1002"), NINE);
        assertThat(consults.hear(new SeatFact.Moved(FIRST, "aside"))).isEmpty();
        assertThat(consults.of(FIRST)).isPresent();
        assertThat(consults.hear(new SeatFact.ThirdAnswered(FIRST)))
                .get()
                .extracting(going -> going.consult().answered())
                .isEqualTo(true);
        consults.hear(new SeatFact.Moved(FIRST, "home"));
        assertThat(consults.of(FIRST)).isEmpty();
    }

    @Test
    void leaderWhoListensIsInNoTalk() {
        hear(event("Newchannel", "Channel: PJSIP/1001-00000001", "Uniqueid: spy-1", "Linkedid: spy-1"));
        hear(event("Newstate", "Channel: PJSIP/1001-00000001", "ChannelStateDesc: Up"));
        assertThat(channels.talking(FIRST)).isEmpty();
        assertThat(channels.all(FIRST)).hasSize(1);
        hear(event("Hangup", "Channel: PJSIP/1001-00000001"));
        assertThat(facts).isEmpty();
    }

    @Test
    void holdOfTheTelephoneIsSeen() {
        seatTalks();
        hear(event("Hold", "Channel: PJSIP/1001-00000001"));
        assertThat(channels.talking(FIRST).getFirst().onHold()).isTrue();
        hear(event("Unhold", "Channel: PJSIP/1001-00000001"));
        assertThat(channels.talking(FIRST).getFirst().onHold()).isFalse();
        assertThat(facts).contains(new SeatFact.HoldChanged(FIRST));
    }

    @Test
    void telephoneThatSignsOffIsGoneUntilItIsBack() {
        hear(event("DeviceStateChange", "Device: PJSIP/1001", "State: UNAVAILABLE"));
        assertThat(channels.goneSince(FIRST)).contains(NINE);
        hear(event("DeviceStateChange", "Device: PJSIP/1001", "State: NOT_INUSE"));
        assertThat(channels.goneSince(FIRST)).isEmpty();
    }

    @Test
    void afterAGapTheChannelsAreThoseThatAsteriskLists() {
        seatTalks();
        hear(event(
                "CoreShowChannel",
                "ActionID: roll-1",
                "Channel: PJSIP/1002-00000009",
                "ChannelStateDesc: Up",
                "Uniqueid: pbx1-1795310900.9",
                "Linkedid: pbx1-1795310900.8",
                "BridgeId: b"));
        hear(event("CoreShowChannelsComplete", "ActionID: roll-1"));
        assertThat(channels.all(FIRST)).isEmpty();
        assertThat(channels.talking(new Seat("1002")))
                .singleElement()
                .extracting(SeatChannels.Leg::call)
                .isEqualTo(Optional.of(new CallId("pbx1-1795310900.8")));
        assertThat(facts).last().isEqualTo(new SeatFact.Relearned(Optional.of("pbx1")));
    }

    @Test
    void channelThatIsToldAgainAfterTheListIsOneAndEndsOnce() {
        hear(event(
                "CoreShowChannel",
                "ActionID: roll-1",
                "Channel: PJSIP/1001-00000009",
                "ChannelStateDesc: Up",
                "Uniqueid: pbx1-1795310900.9",
                "Linkedid: pbx1-1795310900.8",
                "BridgeId: b"));
        hear(event("CoreShowChannelsComplete", "ActionID: roll-1"));
        hear(event(
                "Newchannel",
                "Channel: PJSIP/1001-00000009",
                "Uniqueid: pbx1-1795310900.9",
                "Linkedid: pbx1-1795310900.8"));
        assertThat(channels.talking(FIRST)).hasSize(1);
        hear(event("Hangup", "Channel: PJSIP/1001-00000009"));
        assertThat(channels.all(FIRST)).isEmpty();
        assertThat(facts).last().isEqualTo(new SeatFact.TalkEnded(FIRST));
    }
}
