package org.gongzhi.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.gongzhi.Foreign;
import org.gongzhi.Foreigners;
import org.gongzhi.Town;
import org.springframework.beans.factory.config.AutowireCapableBeanFactory;
import org.springframework.context.annotation.ClassPathScanningCandidateComponentProvider;
import org.springframework.core.type.filter.AssignableTypeFilter;
import tools.jackson.databind.json.JsonMapper;

/// Fills the foreign street with what every module's [Foreigners] make.
final class ForeignStreet {

    private ForeignStreet() {}

    static Foreign make(String base, JsonMapper json, Town town, Sessions sessions, AutowireCapableBeanFactory beans)
            throws Exception {
        var foreign = new Foreign(base, json, town, sessions);
        var failed = new ArrayList<String>();
        for (Class<?> type : found()) {
            try {
                ((Foreigners) beans.createBean(type)).make(foreign);
            } catch (Exception | AssertionError fault) {
                failed.add(fault + " at "
                        + Arrays.stream(fault.getStackTrace())
                                .filter(at -> at.getClassName().equals(type.getName()))
                                .toList());
            }
        }
        assertThat(failed).as("all of them, and not only the first").isEmpty();
        return foreign;
    }

    private static List<Class<?>> found() throws ClassNotFoundException {
        var scanner = new ClassPathScanningCandidateComponentProvider(false);
        scanner.addIncludeFilter(new AssignableTypeFilter(Foreigners.class));
        var found = new ArrayList<Class<?>>();
        for (var each : scanner.findCandidateComponents("org.gongzhi")) {
            found.add(Class.forName(each.getBeanClassName()));
        }
        found.sort(java.util.Comparator.comparing(Class::getName));
        return found;
    }
}
