package org.gongzhi.house;

import java.util.List;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.stereotype.Controller;
import org.springframework.util.ReflectionUtils;
import org.springframework.web.bind.annotation.RequestMapping;

/// How people and programs reach the house: addresses and commands.
final class WaysIn {

    private static final Pattern COMMAND = Pattern.compile("^  ([a-z|-]+)\\)", Pattern.MULTILINE);

    private WaysIn() {}

    /// Every mapped address, as its handler writes it.
    static TreeSet<String> addresses() {
        return Compiled.MAIN.stream()
                .filter(type -> type.isMetaAnnotatedWith(Controller.class))
                .map(type -> type.reflect())
                .flatMap(WaysIn::addresses)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Stream<String> addresses(Class<?> controller) {
        var above = AnnotatedElementUtils.findMergedAnnotation(controller, RequestMapping.class);
        List<String> prefixes = above == null || above.path().length == 0 ? List.of("") : List.of(above.path());
        return Stream.of(ReflectionUtils.getDeclaredMethods(controller))
                .map(method -> AnnotatedElementUtils.findMergedAnnotation(method, RequestMapping.class))
                .filter(java.util.Objects::nonNull)
                .flatMap(mapping -> mapping.path().length == 0 ? Stream.of("") : Stream.of(mapping.path()))
                .flatMap(path -> prefixes.stream().map(prefix -> prefix + path));
    }

    /// The commands of the launcher: what its `case` answers to.
    static TreeSet<String> commands(String launcher) {
        return COMMAND.matcher(launcher.substring(launcher.indexOf("case \"$command\"")))
                .results()
                .map((MatchResult found) -> found.group(1))
                .flatMap(names -> Stream.of(names.split("\\|")))
                .map(name -> "./gongzhi " + name)
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
