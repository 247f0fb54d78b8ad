package org.gongzhi.disputes.web;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.net.URI;
import java.util.List;
import org.gongzhi.access.Actor;
import org.gongzhi.access.ForSignedIn;
import org.gongzhi.disputes.Dispute;
import org.gongzhi.disputes.DisputeAct;
import org.gongzhi.disputes.Disputes;
import org.gongzhi.kernel.Ids;
import org.gongzhi.kernel.Refusal;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/// Disputes for programs: only for those involved.
@RestController
@RequestMapping("/api/v1/disputes")
@Tag(name = "disputes")
class DisputeApi {

    /// What is asked for; `matter` is a number.
    record Asked(
            @Nullable String place,
            @Nullable String kind,
            @Nullable String subject,
            @Nullable List<Disputes.Named> parties,
            @Nullable String matter) {}

    /// A dispute whole; `acts` are what the asker can do now.
    record Whole(String number, Dispute dispute, List<DisputeAct> acts, List<Integer> mine) {}

    private final Disputes disputes;

    DisputeApi(Disputes disputes) {
        this.disputes = disputes;
    }

    @GetMapping
    @ForSignedIn
    @Operation(summary = "Disputes the asker is involved in or assigns, without content")
    List<Disputes.Line> all(Actor actor) {
        return disputes.lines(actor);
    }

    @PostMapping
    @ForSignedIn
    @Operation(summary = "Asks for mediation; the same Idempotency-Key gives the same dispute")
    ResponseEntity<Whole> ask(
            Actor actor,
            @RequestHeader(name = "Idempotency-Key", required = false) @Nullable String key,
            @RequestBody Asked asked) {
        if (asked.parties() == null) {
            throw Refusal.invalid("dispute-parties", 10);
        }
        long id = disputes.request(
                actor,
                new Disputes.Asked(
                        asked.place() == null ? "" : asked.place(),
                        asked.kind() == null ? "" : asked.kind(),
                        asked.subject() == null ? "" : asked.subject(),
                        asked.parties().stream()
                                .map(party -> new Disputes.Named(
                                        party.side() == null ? Dispute.Side.RESPONDENT : party.side(),
                                        party.name() == null ? "" : party.name(),
                                        party.phone() == null ? "" : party.phone(),
                                        party.me()))
                                .toList(),
                        asked.matter() == null ? null : (Long) Ids.fromNumber(asked.matter()),
                        key));
        return ResponseEntity.created(URI.create("/api/v1/disputes/" + Ids.number(id)))
                .body(whole(id, actor));
    }

    private Whole whole(long id, Actor actor) {
        var view = disputes.view(id, actor);
        return new Whole(Ids.number(id), view.dispute(), List.copyOf(view.acts()), view.mine());
    }

    @GetMapping("/{number}")
    @ForSignedIn
    @Operation(summary = "One dispute, for its parties and its mediator")
    Whole one(Actor actor, @PathVariable String number) {
        return whole(Ids.fromNumber(number), actor);
    }

    @PostMapping("/{number}/{act}")
    @ForSignedIn
    @Operation(summary = "Does something with a dispute; `act` is one of `acts` in lower case with hyphens")
    Whole act(
            Actor actor,
            @PathVariable String number,
            @PathVariable String act,
            @RequestHeader(name = "If-Match", required = false) @Nullable String match,
            @RequestBody(required = false) Disputes.@Nullable Input input) {
        long id = Ids.fromNumber(number);
        Integer version;
        try {
            version = match == null || match.equals("*")
                    ? null
                    : Integer.valueOf(match.replace("\"", "").strip());
        } catch (NumberFormatException wrong) {
            throw Refusal.invalid("if-match");
        }
        disputes.act(
                actor,
                id,
                version,
                DisputeAct.of(act),
                input == null
                        ? new Disputes.Input(null, null, null, null, null, null, null, null, null, null, null, null)
                        : input);
        return whole(id, actor);
    }
}
