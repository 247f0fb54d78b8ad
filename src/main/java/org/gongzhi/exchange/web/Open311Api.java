package org.gongzhi.exchange.web;

import io.swagger.v3.oas.annotations.Hidden;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.gongzhi.access.ForEveryone;
import org.gongzhi.access.RateLimit;
import org.gongzhi.exchange.ApiKeys;
import org.gongzhi.files.Photos;
import org.gongzhi.kernel.Clocks;
import org.gongzhi.kernel.Ids;
import org.gongzhi.kernel.Refusal;
import org.gongzhi.kernel.Words;
import org.gongzhi.matters.Channel;
import org.gongzhi.matters.Kind;
import org.gongzhi.matters.Kinds;
import org.gongzhi.matters.Matter;
import org.gongzhi.matters.NewMatter;
import org.gongzhi.matters.PublicMatters;
import org.gongzhi.places.AddressWords;
import org.gongzhi.places.Place;
import org.gongzhi.places.PlaceKind;
import org.gongzhi.places.Places;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.multipart.MultipartFile;
import org.springframework.web.multipart.MultipartHttpServletRequest;
import tools.jackson.databind.json.JsonMapper;

/// Open311 GeoReport v2 (XML and JSON) with what clients practise beside it: `page`, `page_size`, multipart
/// media, `extensions=true`. Everything that goes out is what everybody may see; whoever sent a request with
/// a key reads their own words back with it.
@RestController
@Hidden
class Open311Api {

    private static final String BASE = "/open311/v2";
    private static final int MOST_ROWS = 1000;
    private static final int MOST_WITH_NOTES = 100;
    private static final Duration SPAN = Duration.ofDays(90);
    private static final int REACH_METRES = 30_000;
    private static final int POSTS_PER_HOUR = 3600;
    /// A short text cut as the specification's 4,000 characters allow.
    private static final int MOST_DESCRIPTION = 4000;

    private static final DateTimeFormatter ZONED = DateTimeFormatter.ISO_OFFSET_DATE_TIME;

    private final ApiKeys keys;
    private final PublicMatters shown;
    private final Kinds kinds;
    private final Places places;
    private final Photos photos;
    private final RateLimit limit;
    private final JsonMapper json;
    private final Clock clock;
    private final String home;
    private final String jurisdiction;

    Open311Api(
            ApiKeys keys,
            PublicMatters shown,
            Kinds kinds,
            Places places,
            Photos photos,
            RateLimit limit,
            JsonMapper json,
            Clock clock,
            @Value("${gongzhi.home-place:441900106}") String home,
            @Value("${gongzhi.open311.jurisdiction:}") String jurisdiction) {
        this.keys = keys;
        this.shown = shown;
        this.kinds = kinds;
        this.places = places;
        this.photos = photos;
        this.limit = limit;
        this.json = json;
        this.clock = clock;
        this.home = home.substring(0, Math.min(9, home.length()));
        this.jurisdiction = jurisdiction.isBlank() ? this.home : jurisdiction;
    }

    /// One error of an answer; `code` need not be the HTTP status.
    private record Fault(int status, String description) {}

    private static final class Faulty extends RuntimeException {
        private final transient List<Fault> faults;

        Faulty(List<Fault> faults) {
            super(null, null, false, false);
            this.faults = faults;
        }

        Faulty(int status, String description) {
            this(List.of(new Fault(status, description)));
        }
    }

    private ResponseEntity<byte[]> answer(HttpServletRequest request, String root, Supplier<Object> tree) {
        return answer(request, root, tree, Map.of());
    }

    private ResponseEntity<byte[]> answer(
            HttpServletRequest request, String root, Supplier<Object> tree, Map<String, String> headers) {
        var format = Open311Format.of(request.getRequestURI());
        List<Fault> faults;
        try {
            String asked = argument(request, "jurisdiction_id");
            if (asked != null && !asked.equals(jurisdiction)) {
                throw new Faulty(404, "jurisdiction_id provided was not found 没有这个辖区: " + asked);
            }
            return format.answer(200, root, tree.get(), json, headers);
        } catch (Faulty faulty) {
            faults = faulty.faults;
        } catch (Refusal refusal) {
            Object[] arguments = refusal.arguments().toArray();
            String key = "refusal." + refusal.code();
            faults = List.of(new Fault(
                    refusal.kind().status() == 401 ? 403 : refusal.kind().status(),
                    Words.CHINESE.t(key, arguments) + " " + Words.ENGLISH.t(key, arguments)));
        }
        var errors = faults.stream()
                .map(fault -> {
                    var error = new LinkedHashMap<String, Object>();
                    error.put("code", fault.status);
                    error.put("description", fault.description);
                    return error;
                })
                .toList();
        return format.answer(faults.getFirst().status, "errors", errors, json, Map.of());
    }

    /// An empty argument equals an absent one.
    private static @Nullable String argument(HttpServletRequest request, String name) {
        String value = request.getParameter(name);
        return value == null || value.isBlank() ? null : value.strip();
    }

    private String base(HttpServletRequest request) {
        return request.getRequestURL().toString().replace(request.getRequestURI(), "");
    }

    private static String zoned(Instant instant) {
        return ZONED.format(instant.atZone(Clocks.ZONE).toOffsetDateTime().truncatedTo(ChronoUnit.SECONDS));
    }

    @GetMapping({"/open311/discovery.xml", "/open311/discovery.json", BASE + "/discovery.xml", BASE + "/discovery.json"
    })
    @ForEveryone(why = "says where the service is")
    ResponseEntity<byte[]> discovery(HttpServletRequest request) {
        return answer(request, "discovery", () -> {
            String changed = zoned(CHANGED);
            var endpoint = new LinkedHashMap<String, Object>();
            endpoint.put("specification", "http://wiki.open311.org/GeoReport_v2");
            endpoint.put("url", base(request) + BASE);
            endpoint.put("changeset", changed);
            endpoint.put("type", "production");
            endpoint.put("formats", List.of("text/xml", "application/json"));
            var tree = new LinkedHashMap<String, Object>();
            tree.put("changeset", changed);
            tree.put("contact", base(request) + "/near");
            tree.put("key_service", base(request) + "/exchange/keys");
            tree.put("max_requests", MOST_ROWS);
            tree.put("endpoints", List.of(endpoint));
            return tree;
        });
    }

    /// When the shape of the answers last changed.
    private static final Instant CHANGED = Instant.parse("2026-11-22T00:00:00Z");

    private List<Kind> services() {
        return kinds.all(home);
    }

    @GetMapping({BASE + "/services.xml", BASE + "/services.json"})
    @ForEveryone(why = "the catalogue of kinds is public")
    ResponseEntity<byte[]> services(HttpServletRequest request) {
        return answer(
                request,
                "services",
                () -> services().stream().map(this::service).toList());
    }

    private Map<String, Object> service(Kind kind) {
        var tree = new LinkedHashMap<String, Object>();
        tree.put("service_code", kind.code());
        tree.put("service_name", kind.chinese());
        tree.put("description", kind.rules().standardChinese() + " (" + kind.english() + ")");
        tree.put("metadata", !kind.rules().fields().isEmpty());
        tree.put("type", "realtime");
        tree.put(
                "keywords",
                String.join(
                        ",",
                        kind.words().stream().filter(word -> !word.isEmpty()).toList()));
        tree.put("group", kind.group());
        return tree;
    }

    @GetMapping({BASE + "/services/{code}.xml", BASE + "/services/{code}.json"})
    @ForEveryone(why = "the catalogue of kinds is public")
    ResponseEntity<byte[]> definition(HttpServletRequest request, @PathVariable String code) {
        return answer(request, "service_definition", () -> {
            Kind kind = kind(code);
            var attributes = new ArrayList<Object>();
            for (Kind.Field field : kind.rules().fields()) {
                var attribute = new LinkedHashMap<String, Object>();
                attribute.put("variable", true);
                attribute.put("code", field.name());
                attribute.put(
                        "datatype",
                        switch (field.type()) {
                            case TEXT -> "string";
                            case NUMBER -> "number";
                            case CHOICE -> "singlevaluelist";
                        });
                attribute.put("required", field.required());
                attribute.put("datatype_description", field.type() == Kind.FieldType.CHOICE ? "请选一项" : "");
                attribute.put("order", attributes.size() + 1);
                attribute.put("description", field.chinese() + " (" + field.english() + ")");
                if (field.type() == Kind.FieldType.CHOICE) {
                    attribute.put(
                            "values",
                            field.choices().stream()
                                    .map(choice -> {
                                        var value = new LinkedHashMap<String, Object>();
                                        value.put("key", choice.key());
                                        value.put("name", choice.chinese());
                                        return value;
                                    })
                                    .toList());
                }
                attributes.add(attribute);
            }
            var tree = new LinkedHashMap<String, Object>();
            tree.put("service_code", kind.code());
            tree.put("attributes", attributes);
            return tree;
        });
    }

    private Kind kind(String code) {
        return services().stream()
                .filter(each -> each.code().equals(code))
                .findFirst()
                .orElseThrow(() -> new Faulty(404, "service_code provided was not found 没有这个服务: " + code));
    }

    @PostMapping({BASE + "/requests.xml", BASE + "/requests.json"})
    @ForEveryone(why = "opens to a key of the exchange, not to a session")
    ResponseEntity<byte[]> create(HttpServletRequest request) {
        return answer(request, "service_requests", () -> {
            var key = keys.open(secret(request))
                    .orElseThrow(() -> new Faulty(403, "api_key missing or invalid 缺少有效的 api_key"));
            limit.count("open311", Long.toString(key.id()), POSTS_PER_HOUR);
            NewMatter told = told(request, key);
            Matter matter =
                    keys.report(new ApiKeys.Sender(key, text(request, "account_id"), text(request, "media_url")), told);
            var tree = new LinkedHashMap<String, Object>();
            tree.put("service_request_id", Ids.number(matter.id()));
            tree.put("service_notice", notice(matter.times().deadline()));
            tree.put("account_id", argument(request, "account_id"));
            return List.of(tree);
        });
    }

    private static @Nullable String secret(HttpServletRequest request) {
        return argument(request, "api_key");
    }

    private static String text(HttpServletRequest request, String name) {
        String value = argument(request, name);
        return value == null ? "" : value.substring(0, Math.min(value.length(), 500));
    }

    private static String notice(Instant deadline) {
        return "请在 " + Words.CHINESE.minute(deadline) + " 前等候办理";
    }

    private NewMatter told(HttpServletRequest request, ApiKeys.Key key) {
        var faults = new ArrayList<Fault>();
        String code = argument(request, "service_code");
        if (code == null) {
            faults.add(new Fault(400, "service_code was not provided 缺少 service_code"));
        }
        Place.@Nullable Point at = point(request, faults);
        String addressId = argument(request, "address_id");
        String address = argument(request, "address_string");
        if (at == null && addressId == null && address == null) {
            faults.add(new Fault(400, "location was not provided: lat and long, address_string or address_id 缺少位置"));
        }
        String description = argument(request, "description");
        if (description != null && description.codePointCount(0, description.length()) > MOST_DESCRIPTION) {
            faults.add(new Fault(400, "description is longer than 4000 characters 说明超过 4000 字"));
        }
        if (!faults.isEmpty()) {
            throw new Faulty(faults);
        }
        Kind kind = kind(java.util.Objects.requireNonNull(code));
        var fields = attributes(request, kind);
        Place place = place(at, addressId, address);
        var words = new ArrayList<String>();
        if (description != null) {
            words.add(description);
        }
        if (address != null) {
            words.add(address);
        }
        if (argument(request, "media_url") instanceof String url) {
            words.add(url);
        }
        String idempotency = request.getHeader("Idempotency-Key");
        return new NewMatter(
                kind.code(),
                place.id(),
                at,
                String.join("\n", words),
                media(request),
                new Matter.Reporter(null, null, Channel.OPEN311.name()),
                idempotency == null || idempotency.isBlank() ? null : "open311 " + key.id() + ":" + idempotency,
                new NewMatter.Extra(null, fields, false, null, null, null, contact(request), null));
    }

    private static Place.@Nullable Point point(HttpServletRequest request, List<Fault> faults) {
        String latitude = argument(request, "lat");
        String longitude = argument(request, "long");
        if (latitude == null && longitude == null) {
            return null;
        }
        try {
            double lat = Double.parseDouble(String.valueOf(latitude));
            double lon = Double.parseDouble(String.valueOf(longitude));
            if (Math.abs(lat) <= 90 && Math.abs(lon) <= 180) {
                return new Place.Point(lat, lon);
            }
        } catch (NumberFormatException wrong) {
            // said below
        }
        faults.add(new Fault(400, "lat and long must be WGS84 numbers, both 经纬度要成对、WGS84"));
        return null;
    }

    private static Map<String, String> attributes(HttpServletRequest request, Kind kind) {
        var fields = new HashMap<String, String>();
        for (Kind.Field field : kind.rules().fields()) {
            String[] values = request.getParameterValues("attribute[" + field.name() + "]");
            if (values == null) {
                values = request.getParameterValues("attribute[" + field.name() + "][]");
            }
            if (values != null) {
                fields.put(field.name(), String.join(",", values));
            }
        }
        return fields;
    }

    /// The place a request is about: by id, by names in the address, by position; an address that nobody
    /// knows goes to the street's own community and stays in the words.
    private Place place(Place.@Nullable Point at, @Nullable String addressId, @Nullable String address) {
        if (addressId != null) {
            return places.find(addressId)
                    .filter(place -> place.kind().compareTo(PlaceKind.COMMUNITY) >= 0)
                    .orElseThrow(() -> new Faulty(404, "address_id was not found 没有这个地址: " + addressId));
        }
        if (address != null) {
            var named = new AddressWords(places).find(address, home);
            if (named.isPresent()) {
                return named.get();
            }
        }
        if (at != null) {
            return places.near(at, 1).stream()
                    .filter(estate -> estate.at() instanceof Place.Point centre && centre.metresTo(at) <= REACH_METRES)
                    .findFirst()
                    .orElseThrow(() -> new Faulty(400, "the position is outside the jurisdiction 位置不在辖区内"));
        }
        return places.find(home + "000")
                .or(() -> places.find(home).stream()
                        .flatMap(street -> places.children(street).stream())
                        .filter(each -> each.kind() == PlaceKind.COMMUNITY)
                        .findFirst())
                .orElseThrow(() -> new Faulty(400, "address_string was not recognised 地址无法识别"));
    }

    private List<String> media(HttpServletRequest request) {
        if (!(request instanceof MultipartHttpServletRequest parts)) {
            return List.of();
        }
        var names = new ArrayList<String>();
        for (String field : List.of("media", "media[]")) {
            for (MultipartFile file : parts.getFiles(field)) {
                if (!file.isEmpty()) {
                    try (var stream = file.getInputStream()) {
                        names.add(photos.store(stream));
                    } catch (IOException broken) {
                        throw Refusal.invalid("unreadable");
                    }
                }
            }
        }
        return names;
    }

    private static NewMatter.Contact contact(HttpServletRequest request) {
        String name = (text(request, "last_name") + text(request, "first_name")).strip();
        return new NewMatter.Contact(
                name.substring(0, Math.min(name.length(), 60)),
                text(request, "phone"),
                text(request, "email")
                        .substring(0, Math.min(text(request, "email").length(), 200)));
    }

    @GetMapping({BASE + "/tokens/{token}.xml", BASE + "/tokens/{token}.json"})
    @ForEveryone(why = "a token is the number itself: it says nothing new")
    ResponseEntity<byte[]> token(HttpServletRequest request, @PathVariable String token) {
        return answer(request, "service_requests", () -> {
            var tree = new LinkedHashMap<String, Object>();
            tree.put("service_request_id", known(token).number());
            tree.put("token", token);
            return List.of(tree);
        });
    }

    private PublicMatters.Shown known(String number) {
        try {
            var found = shown.one(Ids.fromNumber(number));
            if (Place.covers(home, found.area().code())) {
                return found;
            }
            throw Refusal.unknown("matter");
        } catch (Refusal unknown) {
            throw new Faulty(404, "service_request_id was not found 没有这个编号: " + number);
        }
    }

    @GetMapping({BASE + "/requests/{number}.xml", BASE + "/requests/{number}.json"})
    @ForEveryone(why = "what everybody may see")
    ResponseEntity<byte[]> one(HttpServletRequest request, @PathVariable String number) {
        return answer(request, "service_requests", () -> rows(request, List.of(known(number))));
    }

    @GetMapping({BASE + "/requests.xml", BASE + "/requests.json"})
    @ForEveryone(why = "what everybody may see")
    ResponseEntity<byte[]> list(HttpServletRequest request) {
        var headers = new HashMap<String, String>();
        return answer(
                request,
                "service_requests",
                () -> {
                    boolean notes = extended(request);
                    int size = number(request, "page_size", notes ? MOST_WITH_NOTES : MOST_ROWS);
                    size = Math.clamp(size, 1, notes ? MOST_WITH_NOTES : MOST_ROWS);
                    int page = Math.max(1, number(request, "page", 1));
                    long skip = (long) (page - 1) * size;
                    if (skip > Integer.MAX_VALUE) {
                        throw new Faulty(400, "page is too large 页码太大");
                    }
                    var found = shown.page(asked(request), (int) skip, size);
                    headers.put("X-Page", Integer.toString(page));
                    headers.put("X-Page-Size", Integer.toString(size));
                    return rows(request, found);
                },
                headers);
    }

    private static boolean extended(HttpServletRequest request) {
        return "true".equals(argument(request, "extensions"));
    }

    private static int number(HttpServletRequest request, String name, int otherwise) {
        String value = argument(request, name);
        try {
            return value == null ? otherwise : Integer.parseInt(value);
        } catch (NumberFormatException wrong) {
            throw new Faulty(400, name + " must be a number " + name + " 要是数字");
        }
    }

    private PublicMatters.Asked asked(HttpServletRequest request) {
        if (argument(request, "service_request_id") instanceof String ids) {
            var numbers = new ArrayList<Long>();
            for (String each : ids.split(",")) {
                try {
                    numbers.add(Ids.fromNumber(each));
                } catch (Refusal unknown) {
                    // an id that nobody gave finds nothing
                }
            }
            return new PublicMatters.Asked(List.of(home), numbers, null, null, null, null);
        }
        Instant from = instant(argument(request, "start_date"), "start_date", false);
        Instant until = instant(argument(request, "end_date"), "end_date", true);
        if (from == null && until == null) {
            // by the hour, so that the pages of one reader are pages of one list
            from = clock.instant().truncatedTo(ChronoUnit.HOURS).minus(SPAN);
        } else if (from == null) {
            from = java.util.Objects.requireNonNull(until).minus(SPAN);
        } else if (until == null || Duration.between(from, until).compareTo(SPAN) > 0) {
            until = from.plus(SPAN);
        }
        if (until != null && until.isBefore(from)) {
            throw new Faulty(400, "end_date is before start_date 结束早于开始");
        }
        return new PublicMatters.Asked(
                List.of(home),
                null,
                argument(request, "service_code") instanceof String codes
                        ? Arrays.stream(codes.split(",")).map(String::strip).toList()
                        : null,
                open(argument(request, "status")),
                from,
                until == null ? null : until.plusMillis(1));
    }

    private static @Nullable Boolean open(@Nullable String status) {
        if (status == null) {
            return null;
        }
        Set<String> wanted = Arrays.stream(status.toLowerCase(Locale.ROOT).split(","))
                .map(String::strip)
                .collect(Collectors.toSet());
        if (!Set.of("open", "closed").containsAll(wanted)) {
            throw new Faulty(400, "status is open or closed status 只有 open 和 closed");
        }
        return wanted.size() == 2 ? null : (Boolean) wanted.contains("open");
    }

    /// A W3C date with zone; forgiving a `+` that became a blank, a missing zone and a bare day.
    private static @Nullable Instant instant(@Nullable String given, String name, boolean endOfDay) {
        if (given == null) {
            return null;
        }
        String text = given.replaceFirst(" (\\d{2}:?\\d{2})$", "+$1");
        try {
            if (text.length() == 10) {
                LocalDate day = LocalDate.parse(text);
                return (endOfDay ? day.plusDays(1) : day)
                        .atStartOfDay(Clocks.ZONE)
                        .toInstant();
            }
            return text.matches(".*(Z|[+-]\\d{2}:?\\d{2})$")
                    ? OffsetDateTime.parse(text.replaceFirst("([+-]\\d{2})(\\d{2})$", "$1:$2"))
                            .toInstant()
                    : LocalDateTime.parse(text).atZone(Clocks.ZONE).toInstant();
        } catch (DateTimeParseException wrong) {
            throw new Faulty(400, name + " must be a W3C date with zone, as 2026-01-01T00:00:00+08:00 日期写法不对");
        }
    }

    private List<Map<String, Object>> rows(HttpServletRequest request, List<PublicMatters.Shown> found) {
        Map<Long, String> own = keys.open(secret(request))
                .map(key -> shown.words(keys.sentWith(
                        key, found.stream().map(PublicMatters.Shown::id).toList())))
                .orElse(Map.of());
        Map<Long, List<PublicMatters.Step>> steps = extended(request) ? shown.steps(found) : Map.of();
        String base = base(request);
        return found.stream()
                .map(each -> row(each, own.get(each.id()), steps.get(each.id()), base))
                .toList();
    }

    private Map<String, Object> row(
            PublicMatters.Shown each, @Nullable String words, @Nullable List<PublicMatters.Step> steps, String base) {
        var tree = new LinkedHashMap<String, Object>();
        var at = each.at();
        String place = address(each.area());
        tree.put("service_request_id", each.number());
        tree.put("status", each.stage().open() ? "open" : "closed");
        tree.put(
                "status_notes",
                each.outcome() == null
                        ? Words.CHINESE.t("matters.stage." + each.stage())
                        : Words.CHINESE.t("matters.outcome." + each.outcome()));
        tree.put("service_name", each.kind().chinese());
        tree.put("service_code", each.kind().code());
        tree.put("description", words == null ? each.note() : words);
        tree.put("agency_responsible", each.title());
        tree.put("service_notice", each.stage().open() ? notice(each.deadline()) : null);
        tree.put("requested_datetime", zoned(each.reportedAt()));
        tree.put("updated_datetime", zoned(each.closedAt() == null ? each.updatedAt() : each.closedAt()));
        tree.put("expected_datetime", zoned(each.deadline()));
        tree.put("address", place);
        tree.put("address_id", each.area().code());
        tree.put("zipcode", null);
        tree.put("lat", at == null ? null : at.latitude());
        tree.put("long", at == null ? null : at.longitude());
        var pictures = each.photos().stream()
                .map(position -> base + "/near/" + each.number() + "/photos/" + position)
                .toList();
        tree.put("media_url", pictures.isEmpty() ? null : pictures.getFirst());
        if (steps != null) {
            var more = new LinkedHashMap<String, Object>();
            more.put("channel", each.channel());
            more.put("supporters", each.supporters());
            more.put("stage", each.stage().name());
            more.put("media", pictures);
            tree.put("extended_attributes", more);
            tree.put(
                    "notes",
                    steps.stream()
                            .map(step -> {
                                var note = new LinkedHashMap<String, Object>();
                                note.put("datetime", zoned(step.at()));
                                note.put("summary", Words.CHINESE.t("matters.event." + step.kind()));
                                note.put("description", step.title() == null ? "" : step.title());
                                note.put("type", step.kind());
                                return note;
                            })
                            .toList());
        }
        return tree;
    }

    /// From the most specific to the most general, as the specification wants it.
    private String address(Place area) {
        return places.chain(area).stream()
                .filter(each -> each.kind() != PlaceKind.GRID)
                .map(Place::name)
                .collect(Collectors.joining(", "));
    }
}
