package org.gongzhi.house;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// Classes that reach each other in a circle, by Tarjan's strongly connected components. A nested class counts as the
/// one around it.
final class Circles {

    private final TreeMap<String, TreeSet<String>> uses = new TreeMap<>();
    private final TreeMap<String, Integer> order = new TreeMap<>();
    private final TreeMap<String, Integer> lowest = new TreeMap<>();
    private final Deque<String> open = new ArrayDeque<>();
    private final List<Set<String>> found = new ArrayList<>();

    private Circles() {}

    static List<Set<String>> of(JavaClasses classes) {
        var circles = new Circles();
        for (JavaClass type : classes) {
            var reached = circles.uses.computeIfAbsent(title(type), _ -> new TreeSet<>());
            type.getDirectDependenciesFromSelf().stream()
                    .map(dependency -> dependency.getTargetClass().getBaseComponentType())
                    .filter(target -> target.getPackageName().startsWith("org.gongzhi"))
                    .forEach(target -> reached.add(title(target)));
        }
        for (String name : circles.uses.keySet()) {
            if (!circles.order.containsKey(name)) {
                circles.visit(name);
            }
        }
        return circles.found;
    }

    /// `module.Class`, of the outermost class.
    static String title(JavaClass type) {
        JavaClass outermost = type;
        while (outermost.getEnclosingClass().isPresent()) {
            outermost = outermost.getEnclosingClass().get();
        }
        return outermost.getName().replaceFirst("^org\\.gongzhi\\.", "");
    }

    private void visit(String name) {
        int mine = order.size();
        order.put(name, mine);
        lowest.put(name, mine);
        open.push(name);
        for (String next : uses.getOrDefault(name, new TreeSet<>())) {
            if (!order.containsKey(next)) {
                visit(next);
                lowest.merge(name, lowest.get(next), Math::min);
            } else if (open.contains(next)) {
                lowest.merge(name, order.get(next), Math::min);
            }
        }
        if (lowest.get(name) == mine) {
            close(name);
        }
    }

    private void close(String first) {
        var circle = new TreeSet<String>();
        String last;
        do {
            last = open.pop();
            circle.add(last);
        } while (!last.equals(first));
        if (circle.size() > 1) {
            found.add(circle);
        }
    }
}
