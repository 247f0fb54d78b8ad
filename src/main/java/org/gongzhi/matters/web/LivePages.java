package org.gongzhi.matters.web;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.gongzhi.access.Actor;
import org.gongzhi.access.ForEveryone;
import org.gongzhi.access.ForSignedIn;
import org.gongzhi.access.Needs;
import org.gongzhi.access.Right;
import org.gongzhi.access.Scope;
import org.gongzhi.journal.Recorded;
import org.gongzhi.journal.Tail;
import org.gongzhi.kernel.Ids;
import org.gongzhi.matters.MatterDesk;
import org.gongzhi.people.Seat;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.http.MediaType;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/// Tells open pages that something has changed (server-sent events); they fetch the changed part themselves, with their
/// own rights. Nothing but the word `changed` is sent.
@Controller
class LivePages {

    /// Pages of one account or, without one, of one address: a stairwell behind one address, not a script.
    private static final int MOST_EACH = 60;

    private static final int MOST = 2000;

    private final MatterDesk desk;
    private final WatcherLimit limit = new WatcherLimit(MOST_EACH, MOST);
    private final Map<String, Set<SseEmitter>> listeners = new ConcurrentHashMap<>();
    private final Set<String> dirty = ConcurrentHashMap.newKeySet();

    LivePages(MatterDesk desk, Tail tail) {
        this.desk = desk;
        tail.listen(this::hear);
    }

    @GetMapping(path = "/live/matters/{number}", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
    @ForEveryone(why = "as the matter itself")
    SseEmitter matter(Actor actor, HttpServletRequest request, @PathVariable String number) {
        long id = Ids.fromNumber(number);
        desk.readable(id, actor, Followed.code(request, id));
        return listen(sender(actor, request), List.of("matter " + id));
    }

    @GetMapping(path = "/live/work", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
    @ForSignedIn
    SseEmitter work(Actor actor, HttpServletRequest request) {
        return listen(
                sender(actor, request),
                actor.seats().stream().map(Seat::id).map(id -> "seat " + id).toList());
    }

    @GetMapping(path = "/live/board", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
    @Needs(Right.BOARD_READ)
    SseEmitter board(Actor actor, HttpServletRequest request) {
        Scope scope = actor.scope(Right.BOARD_READ);
        return listen(
                sender(actor, request),
                scope.codes().stream()
                        .map(code -> code.length() <= 9 ? "street " + code : "community " + code.substring(0, 12))
                        .toList());
    }

    private static String sender(Actor actor, HttpServletRequest request) {
        return actor.account() == null ? request.getRemoteAddr() : "account " + actor.account();
    }

    private SseEmitter listen(String sender, List<String> topics) {
        limit.enter(sender);
        var emitter = new SseEmitter(Duration.ofMinutes(30).toMillis());
        Runnable leave = () -> topics.forEach(topic -> listeners.computeIfPresent(topic, (_, all) -> {
            all.remove(emitter);
            return all.isEmpty() ? null : all;
        }));
        emitter.onCompletion(() -> {
            leave.run();
            limit.leave(sender);
        });
        emitter.onTimeout(leave);
        emitter.onError(_ -> leave.run());
        topics.forEach(topic -> listeners.compute(topic, (_, all) -> {
            // in one step: the last who leaves takes the set along
            Set<SseEmitter> there = all == null ? ConcurrentHashMap.newKeySet() : all;
            there.add(emitter);
            return there;
        }));
        send(emitter, SseEmitter.event().comment("listening").reconnectTime(3000));
        return emitter;
    }

    private void hear(List<Recorded> entries) {
        for (Recorded entry : entries) {
            if (entry.subject().kind().equals("matter")) {
                dirty.add("matter " + entry.subject().id());
                dirty.add("community " + entry.where().community());
                dirty.add("street " + entry.where().community() / 1000);
                for (String name : List.of("to", "lead", "from")) {
                    var seat = entry.body().path("event").path(name);
                    if (seat.isNumber()) {
                        dirty.add("seat " + seat.asLong());
                    }
                }
                if (entry.who().seat() != null) {
                    dirty.add("seat " + entry.who().seat());
                }
            }
        }
    }

    /// Many changes within a moment are one message.
    @Scheduled(fixedDelay = 250)
    void tell() {
        for (String topic : Set.copyOf(dirty)) {
            dirty.remove(topic);
            for (SseEmitter emitter : Set.copyOf(listeners.getOrDefault(topic, Set.of()))) {
                send(emitter, SseEmitter.event().name("changed").data("changed"));
            }
        }
    }

    /// Keeps connections through proxies open, and finds those that are gone.
    @Scheduled(fixedDelay = 20_000)
    void beat() {
        listeners.values().stream()
                .flatMap(Set::stream)
                .distinct()
                .forEach(emitter -> send(emitter, SseEmitter.event().comment("beat")));
    }

    /// Lets go of everybody when the program stops, so that nobody waits for the end of a stream.
    @EventListener
    void closing(ContextClosedEvent event) {
        listeners.values().stream().flatMap(Set::stream).distinct().forEach(SseEmitter::complete);
    }

    private static void send(SseEmitter emitter, SseEmitter.SseEventBuilder event) {
        try {
            emitter.send(event);
        } catch (IOException | IllegalStateException gone) {
            emitter.completeWithError(gone);
        }
    }
}
