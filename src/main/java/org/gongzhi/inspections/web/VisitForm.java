package org.gongzhi.inspections.web;

import jakarta.servlet.http.HttpServletRequest;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.gongzhi.files.Photos;
import org.gongzhi.inspections.Checklist;
import org.gongzhi.inspections.Hazard;
import org.gongzhi.inspections.Visit;
import org.gongzhi.inspections.Visits;
import org.gongzhi.kernel.Clocks;
import org.gongzhi.kernel.Refusal;
import org.jspecify.annotations.Nullable;
import org.springframework.web.multipart.MultipartFile;
import org.springframework.web.multipart.MultipartHttpServletRequest;

/// The form of a visit: for each item of the checklist `ok-`, `measure-`, `words-`, and what a hazard must
/// say under the same item; `other` is a hazard that no item asks for.
final class VisitForm {

    static final String OTHER = "other";
    static final int MOST_PHOTOS = 9;

    private final HttpServletRequest request;
    private final Photos photos;

    VisitForm(HttpServletRequest request, Photos photos) {
        this.request = request;
        this.photos = photos;
    }

    private String text(String name) {
        String value = request.getParameter(name);
        return value == null ? "" : value.strip();
    }

    private List<MultipartFile> files(String name) {
        return request instanceof MultipartHttpServletRequest parts ? parts.getFiles(name) : List.of();
    }

    Visits.Report report(Checklist list, @Nullable Instant at) {
        var answers = new ArrayList<Visit.Answer>();
        var found = new ArrayList<Hazard.Found>();
        for (Checklist.Item item : list.items()) {
            String ok = text("ok-" + item.item());
            String measure = text("measure-" + item.item());
            String words = text("words-" + item.item());
            if (!ok.isEmpty() || !measure.isEmpty() || !words.isEmpty()) {
                answers.add(new Visit.Answer(
                        item.item(),
                        ok.equals("yes") ? Boolean.TRUE : ok.equals("no") ? Boolean.FALSE : null,
                        measure.isEmpty() ? null : number(measure),
                        words));
            }
            if (!text("what-" + item.item()).isEmpty()) {
                found.add(found(item.item(), item.item()));
            }
        }
        if (!text("what-" + OTHER).isEmpty()) {
            found.add(found(OTHER, ""));
        }
        return new Visits.Report(
                numbers("member"),
                Arrays.stream(text("joined").split("[,，、\n]"))
                        .map(String::strip)
                        .filter(each -> !each.isEmpty())
                        .toList(),
                answers,
                text("interview"),
                text("words"),
                numbers("equipment"),
                found,
                text("suspend"),
                at);
    }

    /// What a resident's report says as a hazard.
    Hazard.Found found() {
        return found(OTHER, "");
    }

    private Hazard.Found found(String under, String item) {
        String level = text("level-" + under);
        String due = text("due-" + under);
        return new Hazard.Found(
                item,
                level.isEmpty() ? null : Hazard.Level.valueOf(level),
                text("criterion-" + under),
                text("what-" + under),
                text("spot-" + under),
                text("machine-" + under).isEmpty() ? null : (int) number(text("machine-" + under)),
                text("duty-" + under),
                text("measures-" + under),
                fen(text("funds-" + under)),
                due.isEmpty() ? null : Clocks.endOf(LocalDate.parse(due)),
                text("plan-" + under),
                text("goals-" + under),
                photos.storeAll(files("before-" + under), MOST_PHOTOS),
                photos.storeAll(files("after-" + under), MOST_PHOTOS),
                !text("typical-" + under).isEmpty(),
                !text("listed-" + under).isEmpty());
    }

    private List<Integer> numbers(String name) {
        String[] values = request.getParameterValues(name);
        return values == null
                ? List.of()
                : Arrays.stream(values).map(each -> (int) number(each)).toList();
    }

    private static double number(String text) {
        try {
            return Double.parseDouble(text);
        } catch (NumberFormatException wrong) {
            throw Refusal.invalid("visit-number", text);
        }
    }

    private static long fen(String yuan) {
        try {
            return yuan.isEmpty() ? 0 : new BigDecimal(yuan).movePointRight(2).longValueExact();
        } catch (ArithmeticException | NumberFormatException wrong) {
            throw Refusal.invalid("visit-number", yuan);
        }
    }
}
