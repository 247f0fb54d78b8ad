package org.gongzhi.web;

import io.swagger.v3.core.jackson.TypeNameResolver;
import java.util.ArrayList;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// What types are called in the description of the API. A name stands for one type only: many are called `Line` or
/// `Made` where they live, so the class around them and, where that does not say it already, the module come first.
class SchemaNames extends TypeNameResolver {

    private static final String OURS = "org.gongzhi.";

    private final Map<String, Class<?>> given = new ConcurrentHashMap<>();

    @Override
    protected String nameForClass(Class<?> type, Set<Options> options) {
        if (!type.getName().startsWith(OURS)) {
            return super.nameForClass(type, options);
        }
        String name = name(type);
        return given.computeIfAbsent(name, _ -> type) == type
                ? name
                : type.getName().substring(OURS.length()).replaceAll("[.$]", "_");
    }

    static String name(Class<?> type) {
        var chain = new ArrayList<String>();
        for (Class<?> each = type; each != null; each = each.getEnclosingClass()) {
            chain.addFirst(each.getSimpleName());
        }
        if (chain.size() > 1) {
            chain.set(0, chain.getFirst().replaceAll("(Api|Pages)$", ""));
        }
        String name = String.join("", chain);
        String module = type.getName().substring(OURS.length()).split("\\.")[0];
        String stem = module.replaceAll("s$", "");
        return name.toLowerCase(Locale.ROOT).startsWith(stem)
                ? name
                : Character.toUpperCase(module.charAt(0)) + module.substring(1) + name;
    }
}
