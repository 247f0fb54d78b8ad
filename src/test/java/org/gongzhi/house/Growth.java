package org.gongzhi.house;

import static java.util.stream.Collectors.toSet;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/// How large things may be. Each rule answers what is larger.
final class Growth {

    static final int FILE_LINES = 300;
    static final int METHOD_LINES = 30;
    static final int PARAMETERS = 8;
    static final int COMPONENTS = 12;
    static final int NEIGHBOURS = 2;

    private Growth() {}

    static List<Offence> files(Collection<Source> sources) {
        return sources.stream()
                .filter(source -> source.lines() > FILE_LINES)
                .map(source -> new Offence("file-lines", source.file().toString(), source.lines()))
                .toList();
    }

    static List<Offence> methods(Collection<Source> sources) {
        return methodsOf(sources)
                .filter(method -> method.lines() > METHOD_LINES)
                .map(method -> new Offence("method-lines", method.title(), method.lines()))
                .toList();
    }

    /// A record's own constructor counts by its components.
    static List<Offence> constructors(Collection<Source> sources) {
        var records =
                sources.stream().flatMap(source -> source.records().stream()).collect(toSet());
        return methodsOf(sources)
                .filter(method -> method.name().equals("<init>"))
                .filter(method -> method.parameters().size() > PARAMETERS)
                .filter(method -> !records.contains(new Source.Components(
                        method.owner(), method.parameters().size())))
                .map(method -> new Offence(
                        "constructor-parameters",
                        method.owner(),
                        method.parameters().size()))
                .toList();
    }

    static List<Offence> records(Collection<Source> sources) {
        return sources.stream()
                .flatMap(source -> source.records().stream())
                .filter(type -> type.count() > COMPONENTS)
                .map(type -> new Offence("record-components", type.owner(), type.count()))
                .toList();
    }

    /// Parameters of one type side by side, which a caller may swap without anybody seeing it, at the public methods of
    /// a module: those that other modules and the web call.
    static List<Offence> neighbours(Collection<Source> sources) {
        var offences = new ArrayList<Offence>();
        methodsOf(sources)
                .filter(method -> method.open() && !method.owner().contains(".web."))
                .filter(method -> !method.name().equals("<init>"))
                .forEach(method -> {
                    int longest = longestRun(method.parameters());
                    if (longest > NEIGHBOURS) {
                        offences.add(new Offence("like-neighbours", method.title(), longest));
                    }
                });
        return offences;
    }

    private static int longestRun(List<String> types) {
        int longest = 0;
        int run = 0;
        for (int i = 0; i < types.size(); i++) {
            run = i > 0 && types.get(i).equals(types.get(i - 1)) ? run + 1 : 1;
            longest = Math.max(longest, run);
        }
        return longest;
    }

    /// Circles of classes in which a store and a door hold each other: each store of such a circle, and how many
    /// classes go round in it.
    static List<Offence> circles(Collection<Set<String>> circles, Set<String> doors) {
        return circles.stream()
                .filter(circle -> circle.stream().anyMatch(doors::contains))
                .flatMap(circle -> circle.stream()
                        .filter(name -> name.endsWith("Store"))
                        .map(store -> new Offence("store-door-circle", store, circle.size())))
                .toList();
    }

    private static Stream<Source.Method> methodsOf(Collection<Source> sources) {
        return sources.stream().flatMap(source -> source.methods().stream());
    }
}
