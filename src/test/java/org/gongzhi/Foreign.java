package org.gongzhi;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.gongzhi.access.Actor;
import org.gongzhi.access.Sessions;
import org.gongzhi.people.Role;
import org.gongzhi.people.Seat;
import org.gongzhi.places.Place;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The foreign street as the test of scope meets it: which thing stands behind which path variable, what has to be said
/// so that an endpoint gets as far as asking who may, who may there, and which addresses are open to everybody and why.
/// Addresses are patterns without `/api/v1`; what is said of one holds for all below it, and the longest wins.
public final class Foreign {

    /// Stands in everything personal or not public that is written there; no answer may contain it.
    public static final String SECRET = "SECRET-WORDS";

    /// Somebody who holds a seat of every role in the foreign street.
    public final Actor officer;

    /// Somebody who lives there.
    public final Actor resident;

    public final Place street;
    public final Place dwelling;
    public final Place stairwell;
    public final Place community;
    public final Map<Role, Seat> seat;

    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private final String base;
    private final JsonMapper json;
    private final Sessions sessions;
    private final Town town;
    private final Map<String, List<String>> things = new TreeMap<>();
    private final Map<String, Map<String, Optional<Object>>> said = new TreeMap<>();
    private final Map<String, Map<String, List<Object>>> named = new TreeMap<>();
    private final Map<String, List<Actor>> rightful = new TreeMap<>();
    private final Map<String, String> open = new TreeMap<>();

    public Foreign(String base, JsonMapper json, Town town, Sessions sessions) {
        this.base = base;
        this.json = json;
        this.sessions = sessions;
        this.town = town;
        var place = town.elsewhere();
        this.street = place.street();
        this.community = place.community();
        this.stairwell = place.stairwell();
        this.dwelling = place.dwelling();
        var fresh = new EnumMap<Role, Seat>(Role.class);
        for (Role role : Role.values()) {
            fresh.put(role, town.seat(street, role));
        }
        this.seat = fresh;
        this.officer = sessions.load(town.holderOfEveryRole(street));
        this.resident = sessions.load(town.residentOf(dwelling, SECRET));
    }

    /// A secret name that nothing else has.
    public static String named() {
        return SECRET + " " + UUID.randomUUID();
    }

    /// The code of the estate of the stairwell.
    public String estate() {
        return stairwell.code().substring(0, stairwell.code().lastIndexOf('-'));
    }

    public String username(Actor actor) {
        return town.username(Objects.requireNonNull(actor.account()));
    }

    public Actor actor(Role role) {
        return sessions.load(seat.get(role).person());
    }

    public Actor actor(long account) {
        return sessions.load(account);
    }

    /// A call to the program as somebody there; what comes back has to be good.
    public JsonNode send(String method, String path, Actor actor, @Nullable Object body) throws Exception {
        var request = HttpRequest.newBuilder(URI.create(base + "/api/v1" + path))
                .header("Content-Type", "application/json")
                .header(
                        "Authorization",
                        "Bearer "
                                + sessions.makeToken(
                                        Objects.requireNonNull(actor.account()), "test", Duration.ofDays(100)))
                .method(
                        method,
                        body == null
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofString(json.writeValueAsString(body)))
                .build();
        var answer = CLIENT.send(request, HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode())
                .as(method + " " + path + " " + answer.body())
                .isLessThan(300);
        return answer.body().isBlank() ? json.nullNode() : json.readTree(answer.body());
    }

    public JsonNode post(String path, Actor actor, Object body) throws Exception {
        return send("POST", path, actor, body);
    }

    /// What stands behind the last path variable of `address`; several are asked for one after the other. The acts of a
    /// form that names them in a field stand at the address and `?act`.
    public void stands(String address, Object... values) {
        things.put(address, List.of(values).stream().map(Object::toString).toList());
    }

    /// What a call below `address` says as `name`: a parameter, or a component of the body. Null leaves it out.
    public void says(String address, String name, Object value) {
        said.computeIfAbsent(address, _ -> new LinkedHashMap<>()).put(name, Optional.ofNullable(value));
    }

    /// The things here that a call below `address` may name as `word`: a parameter, or a component of the body. The
    /// test of scope puts those of elsewhere in their place. None when it names nothing and only sounds so.
    public void names(String address, String word, Object... values) {
        named.computeIfAbsent(address, _ -> new LinkedHashMap<>()).put(word, List.of(values));
    }

    /// Who may there, when a seat of every role is not enough.
    public void may(String address, Actor... actors) {
        rightful.put(address, List.of(actors));
    }

    /// Everybody may see the things behind `endpoint` ("GET /votes/{number}/box", or all methods without one).
    public void open(String endpoint, String why) {
        open.put(endpoint, why);
    }

    /// The acts that are sent to addresses below the pages and the API of a module.
    public Set<String> acts() {
        return things.entrySet().stream()
                .filter(each -> each.getKey().endsWith("{act}") || each.getKey().endsWith("?act"))
                .flatMap(each -> each.getValue().stream())
                .collect(Collectors.toSet());
    }

    public Optional<List<String>> things(String address) {
        return Optional.ofNullable(things.get(address));
    }

    public Optional<String> openness(String method, String address) {
        return Optional.ofNullable(open.getOrDefault(method + " " + address, open.get(address)));
    }

    public List<Actor> rightful(String address) {
        return Stream.concat(
                        Stream.of(officer), longest(rightful, address).map(rightful::get).orElse(List.of()).stream())
                .toList();
    }

    /// The value to say, an empty one when nothing may be said, or null when it is left to the type.
    public @Nullable Optional<Object> said(String address, String name) {
        return nearest(said, address, name);
    }

    /// What `word` names below an address; null when nothing was said of it.
    public @Nullable List<Object> named(String address, String word) {
        return nearest(named, address, word);
    }

    /// The words of a form that is read without declaring them.
    public Set<String> wordsAt(String address) {
        return Stream.of(said.get(address), named.get(address))
                .filter(Objects::nonNull)
                .flatMap(each -> each.keySet().stream())
                .collect(Collectors.toSet());
    }

    /// What the addresses call the things that stand here, as a word for one of them.
    public Set<String> kinds() {
        return things.keySet().stream()
                .filter(address -> address.matches(".*/[a-z-]+/\\{\\w+}"))
                .map(address -> address.replaceAll(".*/([a-z-]+)/\\{\\w+}", "$1"))
                .map(plural -> plural.replaceAll("people", "person").replaceAll("([^s])s$", "$1"))
                .collect(Collectors.toSet());
    }

    private static <T> @Nullable T nearest(Map<String, Map<String, T>> all, String address, String name) {
        return all.entrySet().stream()
                .filter(each -> below(each.getKey(), address) && each.getValue().containsKey(name))
                .reduce((one, other) -> other.getKey().length() > one.getKey().length() ? other : one)
                .map(each -> each.getValue().get(name))
                .orElse(null);
    }

    private static Optional<String> longest(Map<String, ?> map, String address) {
        return map.keySet().stream()
                .filter(each -> below(each, address))
                .reduce((one, other) -> other.length() > one.length() ? other : one);
    }

    private static boolean below(String wider, String address) {
        return address.equals(wider) || address.startsWith(wider + "/") || wider.isEmpty();
    }
}
