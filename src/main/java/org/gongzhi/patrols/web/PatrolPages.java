package org.gongzhi.patrols.web;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import org.gongzhi.access.Actor;
import org.gongzhi.access.ForSignedIn;
import org.gongzhi.access.Right;
import org.gongzhi.files.Photos;
import org.gongzhi.kernel.Refusal;
import org.gongzhi.matters.Kinds;
import org.gongzhi.matters.NewMatter;
import org.gongzhi.patrols.Patrols;
import org.gongzhi.people.People;
import org.gongzhi.places.Place;
import org.gongzhi.places.PlaceKind;
import org.gongzhi.places.Places;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.multipart.MultipartFile;

/// Patrols on pages: what comes, one outing to walk, teams with their routes and plans.
@Controller
class PatrolPages {

    private final Patrols patrols;
    private final Places places;
    private final People people;
    private final Kinds kinds;
    private final Photos photos;
    private final String home;

    PatrolPages(
            Patrols patrols,
            Places places,
            People people,
            Kinds kinds,
            Photos photos,
            @Value("${gongzhi.home-place:441900106}") String home) {
        this.patrols = patrols;
        this.places = places;
        this.people = people;
        this.kinds = kinds;
        this.photos = photos;
        this.home = home.substring(0, Math.min(9, home.length()));
    }

    /// The communities an asker belongs to: by seat, by dwelling, else all of the street.
    private List<Place> communities(Actor actor) {
        var own = actor.seats().stream()
                .flatMap(seat -> places.find(seat.placeCode()).stream())
                .flatMap(place -> places.around(place, PlaceKind.COMMUNITY).stream())
                .collect(Collectors.toCollection(ArrayList::new));
        if (actor.person() instanceof Long person) {
            people.find(person)
                    .map(each -> each.dwelling())
                    .map(places::get)
                    .flatMap(place -> places.around(place, PlaceKind.COMMUNITY))
                    .ifPresent(own::add);
        }
        return own.isEmpty()
                ? places.find(home).stream()
                        .flatMap(street -> places.children(street).stream())
                        .filter(place -> place.kind() == PlaceKind.COMMUNITY)
                        .toList()
                : own.stream().distinct().toList();
    }

    @GetMapping("/patrols")
    @ForSignedIn
    String all(Actor actor, Model model, @RequestParam(required = false) @Nullable String place) {
        var communities = communities(actor);
        Place community = place == null
                ? communities.getFirst()
                : places.find(place)
                        .flatMap(each -> places.around(each, PlaceKind.COMMUNITY))
                        .orElseThrow(() -> Refusal.unknown("place"));
        var teams = patrols.teams(actor, community.code());
        model.addAttribute("community", community);
        model.addAttribute("communities", communities);
        model.addAttribute("teams", teams);
        model.addAttribute("outings", patrols.outings(actor, community.community()));
        model.addAttribute("minutes", patrols.minutes(actor));
        var founded = places.estates(community.code()).stream()
                .filter(estate -> actor.may(Right.PATROL_MANAGE, estate.code()))
                .toList();
        model.addAttribute("manages", !founded.isEmpty());
        model.addAttribute("estates", founded);
        return "patrols/patrols";
    }

    @PostMapping("/patrols/teams")
    @ForSignedIn
    String found(
            Actor actor, @RequestParam(defaultValue = "") String place, @RequestParam(defaultValue = "") String name) {
        return "redirect:/patrols/teams/" + patrols.found(actor, place, name).id();
    }

    @GetMapping("/patrols/teams/{id}")
    @ForSignedIn
    String team(Actor actor, Model model, @PathVariable long id) {
        var team = patrols.team(actor, id);
        Place place = places.get(team.place());
        model.addAttribute("team", team);
        model.addAttribute("place", place);
        model.addAttribute("manages", patrols.manages(actor, team));
        model.addAttribute("routes", patrols.routes(team));
        model.addAttribute("plans", patrols.plans(team));
        model.addAttribute("buildings", places.within(place.code(), List.of(PlaceKind.BUILDING)));
        return "patrols/team";
    }

    @PostMapping("/patrols/teams/{id}")
    @ForSignedIn
    String change(
            Actor actor,
            @PathVariable long id,
            @RequestParam(defaultValue = "") String name,
            @RequestParam(required = false) @Nullable String leader,
            @RequestParam(defaultValue = "false") boolean end) {
        patrols.change(actor, id, name, leader, end);
        return end ? "redirect:/patrols" : "redirect:/patrols/teams/" + id;
    }

    @PostMapping("/patrols/teams/{id}/routes")
    @ForSignedIn
    String draw(
            Actor actor,
            @PathVariable long id,
            @RequestParam(defaultValue = "0") int route,
            @RequestParam(defaultValue = "0") int version,
            @RequestParam(defaultValue = "") String name,
            @RequestParam(defaultValue = "") String points) {
        patrols.draw(actor, id, new Patrols.Route(route, name, numbers(points), 0, version));
        return "redirect:/patrols/teams/" + id;
    }

    static List<Double> numbers(String text) {
        try {
            return text.isBlank()
                    ? List.of()
                    : java.util.Arrays.stream(text.strip().split("[\\s,]+"))
                            .map(Double::valueOf)
                            .toList();
        } catch (NumberFormatException wrong) {
            throw Refusal.invalid("patrol-route");
        }
    }

    @PostMapping("/patrols/teams/{id}/plans")
    @ForSignedIn
    String plan(
            Actor actor,
            @PathVariable long id,
            @RequestParam(required = false) @Nullable Integer route,
            @RequestParam(required = false) @Nullable List<Integer> weekday,
            @RequestParam LocalTime begins,
            @RequestParam(defaultValue = "60") int minutes,
            @RequestParam(defaultValue = "10") int seats,
            @RequestParam LocalDate from,
            @RequestParam LocalDate until) {
        int bits = weekday == null
                ? 0
                : weekday.stream()
                        .filter(day -> day >= 1 && day <= 7)
                        .mapToInt(day -> 1 << (day - 1))
                        .reduce(0, (one, other) -> one | other);
        patrols.plan(actor, id, new Patrols.Plan(0, route, bits, begins, minutes, seats, from, until));
        return "redirect:/patrols/teams/" + id;
    }

    @PostMapping("/patrols/teams/{id}/plans/{row}/end")
    @ForSignedIn
    String endPlan(Actor actor, @PathVariable long id, @PathVariable int row) {
        patrols.endPlan(actor, id, row);
        return "redirect:/patrols/teams/" + id;
    }

    @GetMapping("/patrols/{id}")
    @ForSignedIn
    String one(Actor actor, Model model, @PathVariable long id, @RequestParam(defaultValue = "") String done) {
        var view = patrols.view(actor, id);
        model.addAttribute("view", view);
        model.addAttribute("kinds", kinds);
        model.addAttribute("key", UUID.randomUUID().toString());
        model.addAttribute("done", done);
        return "patrols/outing";
    }

    @PostMapping("/patrols/{id}/{act}")
    @ForSignedIn
    String act(
            Actor actor,
            @PathVariable long id,
            @PathVariable String act,
            @RequestParam(required = false) @Nullable Instant at,
            @RequestParam(defaultValue = "") String track,
            @RequestParam(required = false) @Nullable List<Long> came,
            @RequestParam(defaultValue = "") String words,
            @RequestParam(defaultValue = "") String kind,
            @RequestParam(defaultValue = "false") boolean fixed,
            @RequestParam(required = false) @Nullable Double latitude,
            @RequestParam(required = false) @Nullable Double longitude,
            @RequestParam(required = false) @Nullable Long proposal,
            @RequestParam(required = false) @Nullable String key,
            @RequestParam(required = false) @Nullable List<MultipartFile> before,
            @RequestParam(required = false) @Nullable List<MultipartFile> after) {
        switch (act) {
            case "sign-up" -> patrols.signUp(actor, id);
            case "sign-off" -> patrols.signOff(actor, id);
            case "start" -> patrols.start(actor, id, at);
            case "finish" ->
                patrols.finish(actor, id, at, numbers(track), came == null ? null : java.util.Set.copyOf(came), words);
            case "cancel" -> patrols.cancel(actor, id, words);
            case "find" ->
                patrols.report(
                        actor,
                        id,
                        new Patrols.Found(
                                kind,
                                null,
                                latitude == null || longitude == null ? null : new Place.Point(latitude, longitude),
                                words,
                                photos.storeAll(before, NewMatter.MOST_PHOTOS),
                                photos.storeAll(after, NewMatter.MOST_PHOTOS),
                                fixed,
                                key));
            case "propose" -> patrols.propose(actor, id, words, key);
            case "withdraw-proposal" -> patrols.withdrawProposal(actor, id, proposal == null ? 0 : proposal);
            default -> throw Refusal.unknown("act");
        }
        return "redirect:/patrols/" + id + "?done=" + act;
    }
}
