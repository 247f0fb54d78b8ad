package org.gongzhi.councils;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A council, committee, conference or assembly, with who sits in it.
public record Body(
        long community,
        long id,
        long place,
        String placeCode,
        String kind,
        String name,
        Instant foundedAt,
        @Nullable Rhythm rhythm,
        @Nullable Instant endedAt,
        String endedWords,
        List<Member> members,
        int version) {

    /// How often it meets, when next, and where.
    public record Rhythm(int everyMonths, Instant nextOn, String venue) {}

    /// Somebody in a seat, or `waiting` for one: `part` is the sort of seat, `standsFor` the unit they speak
    /// for, `topic` the one topic a seat of X was filled for.
    public record Member(
            long id,
            String part,
            String name,
            String standsFor,
            @Nullable Long account,
            @Nullable Long topic,
            boolean waiting,
            Instant since) {

        boolean is(@Nullable Long someone) {
            return account != null && account.equals(someone);
        }
    }

    /// Those in a seat for as long as the body stands.
    public List<Member> standing() {
        return members.stream()
                .filter(member -> !member.waiting && member.topic == null)
                .toList();
    }

    /// Who sits when a topic is discussed: standing seats and those chosen for it.
    public List<Member> sitting(@Nullable Long topic) {
        return members.stream()
                .filter(member -> !member.waiting && (member.topic == null || member.topic.equals(topic)))
                .toList();
    }

    public List<Member> waiting() {
        return members.stream().filter(Member::waiting).toList();
    }

    public boolean seats(@Nullable Long account) {
        return members.stream().anyMatch(member -> !member.waiting && member.is(account));
    }

    /// How many of a part sit, standing or for a topic.
    long filled(String part, @Nullable Long topic) {
        return sitting(topic).stream()
                .filter(member -> member.part.equals(part))
                .count();
    }

    /// Core parts without enough members: the body is not valid while there are any.
    public List<CouncilRules.Part> lacking(CouncilRules.Kind kind) {
        return kind.parts().stream()
                .filter(part -> part.core() && filled(part.code(), null) < part.least())
                .toList();
    }

    /// Without those who wait.
    Body standingOnly() {
        return with(members.stream().filter(member -> !member.waiting).toList());
    }

    Body with(List<Member> seated) {
        return new Body(
                community, id, place, placeCode, kind, name, foundedAt, rhythm, endedAt, endedWords, seated, version);
    }
}
