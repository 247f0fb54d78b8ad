package org.gongzhi.duty;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.gongzhi.kernel.Refusal;
import org.gongzhi.kernel.Tables;
import org.gongzhi.people.Role;
import org.gongzhi.places.Place;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// What there is to answer for, told by the modules above as they start; and the rule of each group of
/// subjects, from `duty/leads.csv`.
@Component
public class Subjects {

    /// Stands for all subjects, in the matrix and in `duty/leads.csv`.
    public static final String ALL = "*";

    /// The rule of a group: roles in order, who helps, who supervises, and where it comes from.
    public record Rule(
            String group,
            List<Role> roles,
            List<Role> helpers,
            @Nullable Role supervisor,
            String source) {}

    private final Map<String, Subject> subjects = new ConcurrentHashMap<>();
    private volatile Map<String, Map<String, Subject>> own = Map.of();
    private final Map<String, Rule> rules = new LinkedHashMap<>();

    Subjects() {
        for (var row : Tables.read("duty/leads.csv")) {
            rules.put(
                    row.get("group"),
                    new Rule(
                            row.get("group"),
                            roles(row.get("roles")),
                            roles(row.get("helpers")),
                            row.get("supervisor").isEmpty() ? null : Role.valueOf(row.get("supervisor")),
                            row.get("source")));
        }
    }

    static List<Role> roles(String words) {
        return words.isBlank()
                ? List.of()
                : java.util.Arrays.stream(words.strip().split(" "))
                        .map(Role::valueOf)
                        .toList();
    }

    /// Makes subjects known. A module does so once, as it starts.
    public void add(Collection<Subject> known) {
        var fresh = new HashMap<String, Subject>();
        for (Subject subject : known) {
            rule(subject.group());
            fresh.put(subject.code(), subject);
        }
        subjects.putAll(fresh);
    }

    /// The subjects of places that have their own: they are so there and below. Instead of those told before.
    public void own(Map<String, List<Subject>> byPlace) {
        var fresh = new HashMap<String, Map<String, Subject>>();
        byPlace.forEach((place, known) -> {
            known.forEach(subject -> rule(subject.group()));
            fresh.put(place, known.stream().collect(Collectors.toMap(Subject::code, subject -> subject)));
        });
        own = fresh;
    }

    /// A subject as it is at a place.
    public Subject get(String code, String placeCode) {
        var places = own;
        if (!places.isEmpty()) {
            for (String wider : Place.outward(placeCode)) {
                Subject subject = places.getOrDefault(wider, Map.of()).get(code);
                if (subject != null) {
                    return subject;
                }
            }
        }
        Subject subject = subjects.get(code);
        if (subject == null) {
            throw Refusal.invalid("duty-subject");
        }
        return subject;
    }

    /// All of them at a place, by code.
    public List<Subject> all(String placeCode) {
        var sorted = new TreeMap<String, Subject>();
        all().forEach(subject -> sorted.put(subject.code(), subject));
        var places = own;
        if (!places.isEmpty()) {
            Place.outward(placeCode).reversed().forEach(wider -> sorted.putAll(places.getOrDefault(wider, Map.of())));
        }
        return List.copyOf(sorted.values());
    }

    /// A subject as it is called, wherever it lies.
    public Subject get(String code) {
        Subject subject = subjects.get(code);
        return subject != null
                ? subject
                : own.values().stream()
                        .flatMap(each -> each.values().stream())
                        .filter(each -> each.code().equals(code))
                        .findFirst()
                        .orElseThrow(() -> Refusal.invalid("duty-subject"));
    }

    public List<Subject> all() {
        var sorted = new ArrayList<>(subjects.values());
        sorted.sort(java.util.Comparator.comparing(Subject::code));
        return sorted;
    }

    /// The rule of a group, or of everything (`*`): the last resort.
    public Rule rule(String group) {
        Rule rule = rules.get(group);
        if (rule == null) {
            throw new IllegalArgumentException("duty/leads.csv has no group " + group);
        }
        return rule;
    }

    /// The groups with a rule of their own.
    public List<String> groups() {
        return rules.keySet().stream().filter(group -> !group.equals(ALL)).toList();
    }
}
