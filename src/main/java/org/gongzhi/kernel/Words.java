package org.gongzhi.kernel;

import java.text.MessageFormat;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.MissingResourceException;
import java.util.ResourceBundle;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/// The words of one language, from `messages/<module>_<language>.properties`; the key begins with the module's name.
public final class Words {

    public static final Words CHINESE = new Words(Locale.SIMPLIFIED_CHINESE, "zh_CN");
    public static final Words ENGLISH = new Words(Locale.ENGLISH, "en");

    private final Locale locale;
    private final String suffix;
    private final ConcurrentMap<String, ResourceBundle> bundles = new ConcurrentHashMap<>();
    private final DateTimeFormatter day;
    private final DateTimeFormatter minute;

    private Words(Locale locale, String suffix) {
        this.locale = locale;
        this.suffix = suffix;
        boolean chinese = locale.getLanguage().equals("zh");
        this.day =
                DateTimeFormatter.ofPattern(chinese ? "M月d日" : "d MMM", locale).withZone(Clocks.ZONE);
        this.minute = DateTimeFormatter.ofPattern(chinese ? "M月d日 HH:mm" : "d MMM, HH:mm", locale)
                .withZone(Clocks.ZONE);
    }

    /// English for a tag that begins with `en`, Chinese for everything else.
    public static Words of(String tag) {
        return tag.startsWith("en") ? ENGLISH : CHINESE;
    }

    public static List<Words> all() {
        return List.of(CHINESE, ENGLISH);
    }

    public Locale locale() {
        return locale;
    }

    /// The BCP 47 tag for `<html lang>`.
    public String tag() {
        return locale.getLanguage().equals("zh") ? "zh-CN" : "en";
    }

    public boolean chinese() {
        return locale.getLanguage().equals("zh");
    }

    /// The sentence behind `module.key`, with `{0}` filled in. A missing key is a fault, found by a test.
    public String t(String key, Object... arguments) {
        String pattern = bundle(key).getString(key);
        return arguments.length == 0 ? pattern : new MessageFormat(pattern, locale).format(arguments);
    }

    public boolean has(String key) {
        try {
            return bundle(key).containsKey(key);
        } catch (MissingResourceException noSuchFile) {
            return false;
        }
    }

    /// Chooses between the two names of a thing that is data, not words.
    public String pick(String chinese, String english) {
        return chinese() || english.isEmpty() ? chinese : english;
    }

    public String day(Instant instant) {
        return day.format(instant);
    }

    public String minute(Instant instant) {
        return minute.format(instant);
    }

    /// A length of time in its largest unit: "3 days", "5 hours", "12 minutes".
    public String span(Duration duration) {
        long minutes = Math.max(0, duration.abs().toMinutes());
        if (minutes >= 2 * 24 * 60) {
            return t("web.span.days", minutes / (24 * 60));
        }
        return minutes >= 120 ? t("web.span.hours", minutes / 60) : t("web.span.minutes", minutes);
    }

    private ResourceBundle bundle(String key) {
        int dot = key.indexOf('.');
        String module = dot < 0 ? "web" : key.substring(0, dot);
        return bundles.computeIfAbsent(
                module, name -> ResourceBundle.getBundle("messages." + name + "_" + suffix, Locale.ROOT));
    }
}
