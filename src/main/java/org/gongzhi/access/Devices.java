package org.gongzhi.access;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.gongzhi.kernel.Tables;
import org.gongzhi.kernel.Words;
import org.jspecify.annotations.Nullable;

/// What people call the device in front of them: its browser and its system (`access/devices.csv`).
public final class Devices {

    private record Sign(String part, String code, String sign, String chinese, String english) {}

    private static final List<Sign> SIGNS = Tables.read("access/devices.csv").stream()
            .map(row ->
                    new Sign(row.get("part"), row.get("code"), row.get("sign"), row.get("chinese"), row.get("english")))
            .toList();

    private static final Map<String, Sign> BY_CODE =
            SIGNS.stream().collect(Collectors.toMap(Sign::code, sign -> sign, (one, _) -> one, LinkedHashMap::new));

    private Devices() {}

    /// The codes of browser and system, separated by a blank; empty when neither is known.
    static String of(@Nullable String userAgent) {
        return Stream.of("BROWSER", "SYSTEM")
                .map(part -> code(part, userAgent == null ? "" : userAgent))
                .filter(Objects::nonNull)
                .collect(Collectors.joining(" "));
    }

    private static @Nullable String code(String part, String userAgent) {
        return SIGNS.stream()
                .filter(sign -> sign.part.equals(part) && userAgent.contains(sign.sign))
                .map(Sign::code)
                .findFirst()
                .orElse(null);
    }

    /// The name of a device, `Chrome, Windows`; empty when it has none.
    public static String name(String device, Words words) {
        return Stream.of(device.split(" "))
                .map(BY_CODE::get)
                .filter(Objects::nonNull)
                .map(sign -> words.pick(sign.chinese, sign.english))
                .collect(Collectors.joining(words.chinese() ? "，" : ", "));
    }
}
