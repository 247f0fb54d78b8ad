package org.gongzhi.register.web;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.LocalDate;
import java.util.List;
import org.gongzhi.access.Actor;
import org.gongzhi.access.Needs;
import org.gongzhi.access.Right;
import org.gongzhi.kernel.Sent;
import org.gongzhi.people.Organisation;
import org.gongzhi.people.Party;
import org.gongzhi.register.PartyDesk;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// The party organisation for programs.
@RestController
@RequestMapping("/api/v1/party")
@Tag(name = "party")
class PartyApi {

    record NodeRow(String id, Organisation.Kind kind, String name, String place, int depth, int members) {}

    record ReachView(String community, Party.Reach reach, List<NodeRow> organisations) {}

    record MemberInput(
            @Nullable Long person,
            @Nullable Long organisation,
            @Nullable String home) {}

    record HubInput(boolean hub) {}

    record UnitInput(
            int members,
            @Nullable LocalDate registeredOn,
            @Nullable LocalDate reportedOn) {}

    record RecordInput(
            Party.@Nullable Kind kind,
            @Nullable String title,
            @Nullable String words) {}

    private final PartyDesk desk;

    PartyApi(PartyDesk desk) {
        this.desk = desk;
    }

    @GetMapping
    @Needs(Right.PARTY_MANAGE)
    @Operation(summary = "How far dual registration has come in a community, and its party organisations")
    ReachView reach(Actor actor, @RequestParam(required = false) @Nullable String place) {
        var view = desk.view(
                actor, place == null ? actor.scope(Right.PARTY_MANAGE).codes().getFirst() : place);
        return new ReachView(
                view.community().code(),
                view.reach(),
                view.tree().stream()
                        .map(node -> new NodeRow(
                                Long.toString(node.organisation().id()),
                                node.organisation().kind(),
                                node.organisation().name(),
                                node.organisation().placeCode(),
                                node.depth(),
                                node.members().size()))
                        .toList());
    }

    @PostMapping("/members")
    @Needs(Right.PARTY_MANAGE)
    @Operation(summary = "Registers a member who has agreed separately")
    void register(Actor actor, @RequestBody MemberInput member) {
        desk.register(
                actor,
                Sent.needed(member.person, "person"),
                Sent.needed(member.organisation, "organisation"),
                Sent.text(member.home));
    }

    @PostMapping("/members/{id}/report")
    @Needs(Right.PARTY_MANAGE)
    @Operation(summary = "A member has reported to both organisations")
    void report(Actor actor, @PathVariable long id) {
        desk.report(actor, id);
    }

    @PutMapping("/members/{id}/hub")
    @Needs(Right.PARTY_MANAGE)
    @Operation(summary = "Makes a member's home a hub household, or no longer")
    void hub(Actor actor, @PathVariable long id, @RequestBody HubInput input) {
        desk.hub(actor, id, input.hub);
    }

    @PutMapping("/units/{id}")
    @Needs(Right.PARTY_MANAGE)
    @Operation(summary = "How many members a unit has, and whether it has registered and reported here")
    void unit(Actor actor, @PathVariable long id, @RequestBody UnitInput unit) {
        desk.unit(actor, id, unit.members, unit.registeredOn, unit.reportedOn);
    }

    @GetMapping("/{id}/handbook")
    @Needs(Right.PARTY_MANAGE)
    @Operation(summary = "A group's handbook, the newest first")
    List<Party.Record> handbook(Actor actor, @PathVariable long id) {
        return desk.handbook(actor, id);
    }

    @PostMapping("/{id}/handbook")
    @Needs(Right.PARTY_MANAGE)
    @Operation(summary = "Writes into a group's handbook")
    void write(Actor actor, @PathVariable long id, @RequestBody RecordInput input) {
        desk.write(actor, id, Sent.needed(input.kind, "kind"), Sent.text(input.title), Sent.text(input.words));
    }
}
