package org.gongzhi.people;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.gongzhi.kernel.Names;
import org.gongzhi.kernel.Refusal;
import org.gongzhi.kernel.Rows;
import org.gongzhi.places.Place;
import org.gongzhi.places.Places;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// Finds people within places. `codes` are the places whose subtrees the asker may see; nothing outside them is found,
/// whatever is typed.
@Component
public class Directory {

    /// The most rows of one page.
    public static final int MOST_ROWS = 100;

    private static final Pattern HAN = Pattern.compile("[\\p{IsHan}〇]+");

    private final JdbcClient client;
    private final People people;
    private final Tokens tokens;
    private final Places places;

    Directory(JdbcClient client, People people, Tokens tokens, Places places) {
        this.client = client;
        this.people = people;
        this.tokens = tokens;
        this.places = places;
    }

    /// People by what is typed, words separated by blanks: parts of a name (two characters or more), a telephone or
    /// identity number or its last four signs, and places from wide to narrow (`恒泉花园 1栋 0301`).
    /// A refusal when nothing in it can be searched by.
    public Rows<Person> search(List<String> codes, String words, @Nullable String after, int limit) {
        if (words.length() > MOST_WORDS) {
            throw Refusal.invalid("search-long", MOST_WORDS);
        }
        List<String> within = codes;
        var wanted = new ArrayList<Long>();
        boolean narrowed = false;
        for (String word : words(words)) {
            var found = places.named(word, within);
            if (!found.isEmpty()) {
                within = found.stream().map(Place::code).toList();
                narrowed = true;
                continue;
            }
            var mine = tokens.wanted(word);
            if (mine == null) {
                throw Refusal.invalid("search-short");
            }
            wanted.addAll(mine);
        }
        return wanted.isEmpty() && narrowed ? living(within, after, limit) : withTokens(within, wanted, after, limit);
    }

    /// The longest search: each pair of its signs is looked up by itself.
    private static final int MOST_WORDS = 80;

    /// What is typed, word by word; a family name and a given name typed apart are one word.
    private static List<String> words(String typed) {
        var words = new ArrayList<String>();
        for (String word : Names.visible(typed).split(" ")) {
            String last = words.isEmpty() ? "" : words.getLast();
            boolean parted = HAN.matcher(last + word).matches()
                    && (last.length() == 1 || last.length() == 2 && word.length() == 1);
            if (parted) {
                words.set(words.size() - 1, last + word);
            } else {
                words.add(word);
            }
        }
        return words;
    }

    private Rows<Person> withTokens(List<String> codes, List<Long> wanted, @Nullable String after, int limit) {
        if (codes.isEmpty() || wanted.isEmpty()) {
            return new Rows<>(List.of(), null);
        }
        int most = Math.min(Math.max(limit, 1), MOST_ROWS);
        var parameters = new ArrayList<Object>();
        parameters.add(communities(codes));
        parameters.add(wanted.getLast());
        String others = wanted.subList(0, wanted.size() - 1).stream()
                .map(token -> {
                    parameters.add(token);
                    return " " + """
                            and exists (select 1 from people.token o
                                         where o.community = t.community and o.token = ? and o.person = t.person)""";
                })
                .collect(Collectors.joining());
        String inside = ranges("p.place_code", codes, parameters);
        parameters.add(after == null ? 0L : mark(after));
        parameters.add(most + 1);
        var found = client.sql("select " + People.COLUMNS + """
                         from people.token t join people.person p on p.community = t.community and p.id = t.person
                        where t.community = any (?) and t.token = ?""" + others + " and " + inside
                        + " and p.id > ? order by p.id limit ?")
                .params(parameters)
                .query(people::read)
                .list();
        return Rows.cut(found, most, person -> Long.toString(person.id()));
    }

    /// Whoever belongs to these places, from place to place.
    public Rows<Person> living(List<String> codes, @Nullable String after, int limit) {
        if (codes.isEmpty()) {
            return new Rows<>(List.of(), null);
        }
        int most = Math.min(Math.max(limit, 1), MOST_ROWS);
        var parameters = new ArrayList<Object>();
        String inside = ranges("p.place_code", codes, parameters);
        String[] mark = after == null ? new String[] {"", "0"} : after.split("_", 2);
        parameters.add(mark[0]);
        parameters.add(mark.length > 1 ? mark(mark[1]) : 0L);
        parameters.add(most + 1);
        var found = client.sql("select " + People.COLUMNS + " from people.person p where " + inside
                        + " and (p.place_code, p.id) > (?, ?) order by p.place_code, p.id limit ?")
                .params(parameters)
                .query(people::read)
                .list();
        return Rows.cut(found, most, person -> person.placeCode() + "_" + person.id());
    }

    /// For each probe the people of a community who have its telephone number and its name: for matching an import.
    public List<List<Person>> withNameAndPhone(long community, List<Person> probes) {
        var wanted = probes.stream().map(tokens::phone).toList();
        var byToken = new HashMap<Long, List<Long>>();
        client.sql("select token, person from people.token where community = ? and token = any (?)")
                .params(community, wanted.stream().toArray(Long[]::new))
                .query((row, _) -> byToken.computeIfAbsent(row.getLong(1), _ -> new ArrayList<>())
                        .add(row.getLong(2)))
                .list();
        var known = people.all(byToken.values().stream().flatMap(List::stream).collect(Collectors.toSet())).stream()
                .collect(Collectors.toMap(Person::id, person -> person));
        var answer = new ArrayList<List<Person>>();
        for (int i = 0; i < probes.size(); i++) {
            String name = probes.get(i).name();
            answer.add(byToken.getOrDefault(wanted.get(i), List.of()).stream()
                    .map(known::get)
                    .filter(person -> person != null && Names.same(person.name(), name))
                    .sorted(Comparator.comparingLong(Person::id))
                    .toList());
        }
        return answer;
    }

    private Long[] communities(List<String> codes) {
        return codes.stream()
                .flatMap(code -> places.communities(code).stream())
                .distinct()
                .sorted()
                .toArray(Long[]::new);
    }

    /// A condition that `column` lies within one of these places.
    static String ranges(String column, List<String> codes, List<Object> parameters) {
        return codes.stream()
                .map(code -> {
                    parameters.addAll(Arrays.asList(code, Place.end(code)));
                    return "(" + column + " >= ? and " + column + " < ?)";
                })
                .collect(Collectors.joining(" or ", "(", ")"));
    }

    private static long mark(String mark) {
        try {
            return Long.parseLong(mark);
        } catch (NumberFormatException wrong) {
            throw Refusal.invalid("page-mark");
        }
    }
}
