package org.hotline12345.telephony;

import java.util.Optional;

/** Decides what an agent does next. */
final class AgentStates {
    private AgentStates() {}

    /** The agent after the event; the same where the event changes nothing. */
    static OnDuty apply(OnDuty agent, AgentEvent event, AgentProfile rules) {
        return switch (event) {
            case AgentEvent.Readied readied -> readied(agent, readied);
            case AgentEvent.BreakTaken taken -> onBreak(agent, taken);
            case AgentEvent.TalkBegun begun -> talking(agent, begun);
            case AgentEvent.TalkEnded ended -> talked(agent, ended, rules);
            case AgentEvent.RangInVain rang -> rangInVain(agent, rang, rules);
            case AgentEvent.PhoneGone gone -> vanished(agent, gone);
            case AgentEvent.PageGone gone -> vanished(agent, gone);
            case AgentEvent.Ticked ticked -> ticked(agent, ticked);
        };
    }

    /**
     * Whether Asterisk must let no caller ring there. With after-call work that holds from the talk on: between hang-up
     * and our word to Asterisk the next caller would ring.
     */
    static boolean isPaused(OnDuty agent, AgentProfile rules) {
        return switch (agent.state()) {
            case AgentState.Ready _ -> false;
            case AgentState.Talking talking ->
                talking.breakAfter().isPresent()
                        || (talking.call().isPresent() && !rules.afterCall().isZero());
            case AgentState.OnBreak _, AgentState.AfterCall _, AgentState.Leading _ -> true;
        };
    }

    private static OnDuty readied(OnDuty agent, AgentEvent.Readied event) {
        return switch (agent.state()) {
            case AgentState.Ready _ -> agent.afresh(agent.state());
            case AgentState.OnBreak _, AgentState.AfterCall _ -> agent.afresh(new AgentState.Ready(event.at()));
            case AgentState.Talking(var since, var call, var _) ->
                agent.in(new AgentState.Talking(since, call, Optional.empty()));
            case AgentState.Leading leading -> agent.in(leading);
        };
    }

    private static OnDuty onBreak(OnDuty agent, AgentEvent.BreakTaken event) {
        return switch (agent.state()) {
            case AgentState.OnBreak now when now.reason().equals(event.reason()) -> agent;
            case AgentState.Ready _, AgentState.OnBreak _, AgentState.AfterCall _ ->
                agent.in(new AgentState.OnBreak(event.at(), event.reason()));
            case AgentState.Talking(var since, var call, var _) ->
                agent.in(new AgentState.Talking(since, call, Optional.of(event.reason())));
            case AgentState.Leading leading -> agent.in(leading);
        };
    }

    /** Who is on a break and picks up, or dials, is on the same break afterwards. */
    private static OnDuty talking(OnDuty agent, AgentEvent.TalkBegun event) {
        return switch (agent.state()) {
            case AgentState.Ready _, AgentState.AfterCall _ ->
                agent.afresh(new AgentState.Talking(event.at(), event.call(), Optional.empty()));
            case AgentState.OnBreak(var _, var reason) ->
                agent.afresh(new AgentState.Talking(
                        event.at(),
                        event.call(),
                        reason.equals(AgentState.OnBreak.NOT_ANSWERING) ? Optional.empty() : Optional.of(reason)));
            case AgentState.Talking(var since, var call, var breakAfter) ->
                agent.in(new AgentState.Talking(since, call.or(event::call), breakAfter));
            case AgentState.Leading leading -> agent.in(leading);
        };
    }

    private static OnDuty talked(OnDuty agent, AgentEvent.TalkEnded event, AgentProfile rules) {
        if (!(agent.state() instanceof AgentState.Talking(var _, var call, var breakAfter))) {
            return agent;
        }
        if (breakAfter.isPresent()) {
            return agent.in(new AgentState.OnBreak(event.at(), breakAfter.get()));
        }
        if (call.isPresent() && !rules.afterCall().isZero()) {
            return agent.in(
                    new AgentState.AfterCall(event.at(), call.get(), event.at().plus(rules.afterCall())));
        }
        return agent.in(new AgentState.Ready(event.at()));
    }

    private static OnDuty rangInVain(OnDuty agent, AgentEvent.RangInVain event, AgentProfile rules) {
        if (!(agent.state() instanceof AgentState.Ready)) {
            return agent;
        }
        var more = new OnDuty(agent.session(), agent.skills(), agent.state(), agent.inVain() + 1);
        return more.inVain() < rules.ringsInVain()
                ? more
                : more.in(new AgentState.OnBreak(event.at(), AgentState.OnBreak.NOT_ANSWERING));
    }

    private static OnDuty vanished(OnDuty agent, AgentEvent event) {
        return switch (agent.state()) {
            case AgentState.Ready _, AgentState.AfterCall _ ->
                agent.in(new AgentState.OnBreak(event.at(), AgentState.OnBreak.NOT_ANSWERING));
            case AgentState.Talking _, AgentState.OnBreak _, AgentState.Leading _ -> agent;
        };
    }

    private static OnDuty ticked(OnDuty agent, AgentEvent.Ticked event) {
        return agent.state() instanceof AgentState.AfterCall after
                        && !after.until().isAfter(event.at())
                ? agent.afresh(new AgentState.Ready(event.at()))
                : agent;
    }
}
