package org.gongzhi.inspections;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.gongzhi.access.Actor;
import org.gongzhi.access.Right;
import org.gongzhi.kernel.Refusal;
import org.gongzhi.places.Place;
import org.jspecify.annotations.Nullable;

/// A campaign of inspections: who ordered it, what it looks at, from when to when. `seed` decides its draws;
/// only its SHA-256 is shown until the campaign has ended, so that nobody can foresee a draw and everybody
/// can check it. `recheck` is how many in a thousand struck-off hazards are looked at again; `quota` how many
/// premises to visit, 0 for no number; `checklists` the versions it keeps.
public record Campaign(
        long community,
        long id,
        long place,
        String placeCode,
        String code,
        String name,
        Level level,
        String ordered,
        List<String> principles,
        List<String> sectors,
        List<String> kinds,
        int quota,
        boolean covering,
        boolean unannounced,
        int recheck,
        String seed,
        String seedHash,
        Map<String, Integer> checklists,
        long leadSeat,
        List<Named> leadGroup,
        LocalDate startsOn,
        LocalDate endsOn,
        State state,
        int version) {

    /// The level of government that acts.
    public enum Level {
        PROVINCE,
        CITY,
        COUNTY,
        STREET
    }

    public enum State {
        PLANNED,
        RUNNING,
        ENDED
    }

    /// Somebody of the lead group and what they are in it.
    public record Named(String name, String part) {}

    /// A team of several bodies; `members` is empty where only the team is asked for.
    public record Team(int id, String name, Level level, String placeCode, String sector, List<Member> members) {}

    /// `account` and `person` are set for those who use the program.
    public record Member(
            int id,
            String name,
            String body,
            Part part,
            boolean seconded,
            @Nullable Long account,
            @Nullable Long person) {

        public Member {
            name = java.util.Objects.requireNonNullElse(name, "");
            body = java.util.Objects.requireNonNullElse(body, "");
            part = java.util.Objects.requireNonNullElse(part, Part.MEMBER);
        }

        public enum Part {
            LEADER,
            MEMBER,
            EXPERT
        }
    }

    /// Staff who inspect in its place, or within it, may read of it.
    boolean readBy(Actor actor) {
        var scope = actor.scope(Right.INSPECT);
        return scope.covers(placeCode) || scope.codes().stream().anyMatch(code -> Place.covers(placeCode, code));
    }

    /// The one that was found, for somebody who may read of it.
    static Campaign shown(Optional<Campaign> found, Actor actor) {
        return found.filter(campaign -> campaign.readBy(actor)).orElseThrow(() -> Refusal.unknown("campaign"));
    }

    /// The same, for somebody who manages campaigns there: before anything else is told of it.
    Campaign managedBy(Actor actor) {
        actor.require(Right.INSPECT_MANAGE, placeCode);
        return this;
    }
}
