package org.gongzhi.patrols.web;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.gongzhi.access.Actor;
import org.gongzhi.access.ForSignedIn;
import org.gongzhi.kernel.Ids;
import org.gongzhi.kernel.Refusal;
import org.gongzhi.patrols.PatrolTeam;
import org.gongzhi.patrols.Patrols;
import org.gongzhi.places.Place;
import org.gongzhi.places.Places;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// Patrols for programs. Ids are text.
@RestController
@RequestMapping("/api/v1/patrols")
@Tag(name = "patrols")
class PatrolApi {

    /// A team to found.
    record NewTeam(@Nullable String place, @Nullable String name) {}

    /// A route to draw: longitude and latitude in turn.
    record NewRoute(int id, @Nullable String name, @Nullable List<Double> points, int version) {}

    /// A plan; `weekdays` are bits, 1 for Monday.
    record NewPlan(
            @Nullable Integer route,
            int weekdays,
            @Nullable LocalTime begins,
            int minutes,
            int seats,
            @Nullable LocalDate from,
            @Nullable LocalDate until) {}

    /// What comes with an act of an outing; photos are names that `POST /photos` answered.
    record Act(
            @Nullable Instant at,
            @Nullable List<Double> track,
            @Nullable Set<Long> came,
            @Nullable String words,
            @Nullable String kind,
            @Nullable Boolean fixed,
            @Nullable Double latitude,
            @Nullable Double longitude,
            @Nullable String place,
            @Nullable List<String> before,
            @Nullable List<String> after,
            @Nullable Long proposal) {}

    private final Patrols patrols;
    private final Places places;

    PatrolApi(Patrols patrols, Places places) {
        this.patrols = patrols;
        this.places = places;
    }

    @GetMapping
    @ForSignedIn
    @Operation(summary = "Outings of a community from yesterday on, the next first")
    List<Patrols.Outing> outings(Actor actor, @RequestParam String place) {
        Place community = places.find(place).orElseThrow(() -> Refusal.unknown("place"));
        return patrols.outings(actor, community.community());
    }

    @PostMapping("/teams")
    @ForSignedIn
    @Operation(summary = "Founds a team")
    ResponseEntity<PatrolTeam> found(Actor actor, @RequestBody NewTeam team) {
        return ResponseEntity.status(201)
                .body(patrols.found(
                        actor, team.place() == null ? "" : team.place(), team.name() == null ? "" : team.name()));
    }

    @PostMapping("/teams/{id}/routes")
    @ForSignedIn
    @Operation(summary = "Draws a route, new or over the version that was seen")
    List<Patrols.Route> draw(Actor actor, @PathVariable long id, @RequestBody NewRoute route) {
        patrols.draw(
                actor,
                id,
                new Patrols.Route(
                        route.id(),
                        route.name() == null ? "" : route.name(),
                        route.points() == null ? List.of() : route.points(),
                        0,
                        route.version()));
        return patrols.routes(patrols.team(actor, id));
    }

    @PostMapping("/teams/{id}/plans")
    @ForSignedIn
    @Operation(summary = "Plans recurring outings")
    List<Patrols.Plan> plan(Actor actor, @PathVariable long id, @RequestBody NewPlan plan) {
        if (plan.begins() == null || plan.from() == null || plan.until() == null) {
            throw Refusal.invalid("patrol-plan");
        }
        patrols.plan(
                actor,
                id,
                new Patrols.Plan(
                        0,
                        plan.route(),
                        plan.weekdays(),
                        plan.begins(),
                        plan.minutes(),
                        plan.seats(),
                        plan.from(),
                        plan.until()));
        return patrols.plans(patrols.team(actor, id));
    }

    @GetMapping("/{id}")
    @ForSignedIn
    @Operation(summary = "One outing; names and proposals for those who walk along")
    Patrols.View one(Actor actor, @PathVariable long id) {
        return patrols.view(actor, id);
    }

    @GetMapping("/hours")
    @ForSignedIn
    @Operation(summary = "The minutes of volunteering credited to the asker")
    Map<String, Long> hours(Actor actor) {
        return Map.of("minutes", patrols.minutes(actor));
    }

    @PostMapping("/{id}/{act}")
    @ForSignedIn
    @Operation(summary = "sign-up, sign-off, start, finish, cancel, find, propose, withdraw-proposal")
    Map<String, String> act(
            Actor actor,
            @PathVariable long id,
            @PathVariable String act,
            @RequestHeader(name = "Idempotency-Key", required = false) @Nullable String key,
            @RequestBody(required = false) @Nullable Act given) {
        Act body =
                given == null ? new Act(null, null, null, null, null, null, null, null, null, null, null, null) : given;
        String words = body.words() == null ? "" : body.words();
        switch (act) {
            case "sign-up" -> patrols.signUp(actor, id);
            case "sign-off" -> patrols.signOff(actor, id);
            case "start" -> patrols.start(actor, id, body.at());
            case "finish" ->
                patrols.finish(
                        actor, id, body.at(), body.track() == null ? List.of() : body.track(), body.came(), words);
            case "cancel" -> patrols.cancel(actor, id, words);
            case "find" -> {
                var matter = patrols.report(
                        actor,
                        id,
                        new Patrols.Found(
                                body.kind() == null ? "" : body.kind(),
                                body.place(),
                                body.latitude() == null || body.longitude() == null
                                        ? null
                                        : new Place.Point(body.latitude(), body.longitude()),
                                words,
                                body.before() == null ? List.of() : body.before(),
                                body.after() == null ? List.of() : body.after(),
                                Boolean.TRUE.equals(body.fixed()),
                                key));
                return Map.of(
                        "number",
                        Ids.number(matter.id()),
                        "stage",
                        matter.stage().name());
            }
            case "propose" -> patrols.propose(actor, id, words, key);
            case "withdraw-proposal" ->
                patrols.withdrawProposal(actor, id, body.proposal() == null ? 0 : body.proposal());
            default -> throw Refusal.unknown("act");
        }
        return Map.of("done", act);
    }
}
