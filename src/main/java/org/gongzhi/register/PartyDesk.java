package org.gongzhi.register;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.gongzhi.access.Actor;
import org.gongzhi.access.Audit;
import org.gongzhi.access.Right;
import org.gongzhi.kernel.Refusal;
import org.gongzhi.people.Organisation;
import org.gongzhi.people.Organisations;
import org.gongzhi.people.Party;
import org.gongzhi.people.People;
import org.gongzhi.people.Person;
import org.gongzhi.people.Seat;
import org.gongzhi.places.Place;
import org.gongzhi.places.Places;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/// The party organisation as whoever keeps its records sees it: committee, branch, group, hub household, each mapped to
/// a place (seed 003); who registered; how far from the target.
@Component
public class PartyDesk {

    /// One organisation with its place, how deep it stands in the tree, and its members.
    public record Node(Organisation organisation, int depth, List<Party.Member> members) {}

    /// The whole of a community.
    public record View(
            Place community,
            List<Node> tree,
            Map<Long, Person> people,
            List<Party.Unit> units,
            Map<Long, Organisation> organisations,
            Party.Reach reach) {}

    private final Party party;
    private final Organisations organisations;
    private final People people;
    private final Places places;
    private final Privacy privacy;
    private final Audit audit;

    PartyDesk(Party party, Organisations organisations, People people, Places places, Privacy privacy, Audit audit) {
        this.party = party;
        this.organisations = organisations;
        this.people = people;
        this.places = places;
        this.privacy = privacy;
        this.audit = audit;
    }

    private Place community(Actor actor, String code) {
        Place community =
                places.find(code.substring(0, Math.min(12, code.length()))).orElseThrow(() -> Refusal.unknown("place"));
        if (!actor.may(Right.PARTY_MANAGE, community.code())) {
            throw Refusal.unknown("place");
        }
        return community;
    }

    /// The tree, the members and the reach of a community; the members' names are on record as looked at.
    @Transactional
    public View view(Actor actor, String code) {
        Place community = community(actor, code);
        Seat seat = actor.require(Right.PARTY_MANAGE, community.code());
        var all =
                organisations.within(List.of(community.code()), null, null, 500).rows();
        var parties = all.stream()
                .filter(each -> each.kind().party() && each.endedOn() == null)
                .toList();
        var byId = all.stream().collect(Collectors.toMap(Organisation::id, Function.identity()));
        var members = party.members(parties.stream().map(Organisation::id).toList());
        var known = people.all(members.stream().map(Party.Member::person).toList()).stream()
                .collect(Collectors.toMap(Person::id, Function.identity()));
        known.values()
                .forEach(person -> audit.note(
                        actor, seat, Register.where(person), person.id(), Audit.Purpose.REGISTER_WORK, "party"));
        var tree = parties.stream()
                .map(each -> new Node(
                        each,
                        depth(each, byId),
                        members.stream()
                                .filter(member -> member.organisation() == each.id())
                                .toList()))
                .sorted(java.util.Comparator.comparing(node -> path(node.organisation, byId)))
                .toList();
        return new View(
                community, tree, known, party.units(community.community()), byId, party.reach(community.community()));
    }

    private static int depth(Organisation each, Map<Long, Organisation> all) {
        Organisation above = each.parent() == null ? null : all.get(each.parent());
        return above == null ? 0 : 1 + Math.min(9, depth(above, all));
    }

    private static String path(Organisation each, Map<Long, Organisation> all) {
        Organisation above = each.parent() == null || each.parent() == each.id() ? null : all.get(each.parent());
        return (above == null ? "" : path(above, all)) + "/" + each.kind().ordinal() + each.placeCode() + each.id();
    }

    /// Registers a member. They have to have agreed: membership is sensitive (PIPL arts. 28 and 29).
    @Transactional
    public void register(Actor actor, long person, long organisation, String home) {
        Person member = person(actor, person);
        Organisation with = organisation(actor, organisation);
        boolean agreed = privacy.consents(member).stream()
                .anyMatch(consent -> consent.fieldSet().equals("PARTY") && consent.withdrawnAt() == null);
        if (!agreed) {
            throw Refusal.conflict("party-consent");
        }
        party.register(member, with, home, actor.in(actor.require(Right.PARTY_MANAGE, with.placeCode())));
    }

    @Transactional
    public void report(Actor actor, long person) {
        party.report(person(actor, person));
    }

    @Transactional
    public void hub(Actor actor, long person, boolean hub) {
        party.hub(person(actor, person), hub);
    }

    /// Says how many members a unit has and whether it has registered here.
    @Transactional
    public void unit(
            Actor actor,
            long organisation,
            int members,
            @Nullable LocalDate registeredOn,
            @Nullable LocalDate reportedOn) {
        Organisation unit = organisation(actor, organisation);
        Place community = community(actor, unit.placeCode());
        party.unit(
                community,
                unit,
                new Party.Unit(organisation, members, registeredOn, reportedOn),
                actor.in(actor.require(Right.PARTY_MANAGE, community.code())));
    }

    public List<Party.Record> handbook(Actor actor, long organisation) {
        return party.handbook(organisation(actor, organisation).id());
    }

    @Transactional
    public void write(Actor actor, long organisation, Party.Kind kind, String title, String text) {
        Organisation group = organisation(actor, organisation);
        Place community = community(actor, group.placeCode());
        party.write(
                community,
                organisation,
                kind,
                title,
                text,
                actor.in(actor.require(Right.PARTY_MANAGE, community.code())));
    }

    private Person person(Actor actor, long id) {
        return people.find(id)
                .filter(each -> actor.may(Right.PARTY_MANAGE, each.placeCode()))
                .orElseThrow(() -> Refusal.unknown("person"));
    }

    /// An organisation of the asker's places.
    public Organisation organisation(Actor actor, long id) {
        return organisations.all(List.of(id)).stream()
                .filter(each -> actor.may(Right.PARTY_MANAGE, each.placeCode()))
                .findFirst()
                .orElseThrow(() -> Refusal.unknown("organisation"));
    }
}
