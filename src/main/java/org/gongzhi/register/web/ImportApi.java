package org.gongzhi.register.web;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.gongzhi.access.Actor;
import org.gongzhi.access.Needs;
import org.gongzhi.access.Right;
import org.gongzhi.kernel.Ids;
import org.gongzhi.kernel.Sent;
import org.gongzhi.kernel.Words;
import org.gongzhi.register.Exports;
import org.gongzhi.register.ImportJob;
import org.gongzhi.register.ImportReading;
import org.gongzhi.register.Imports;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.multipart.MultipartFile;

/// Workbooks in and out.
@RestController
@RequestMapping("/api/v1")
@Tag(name = "imports")
class ImportApi {

    static final String WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

    /// An import, how far it is, and what of the workbook was read and what was not.
    record JobRow(
            String id,
            String place,
            String fileName,
            ImportJob.State state,
            int rows,
            int done,
            @Nullable String failure,
            Map<String, Integer> counts,
            @Nullable ImportReading reading) {}

    record Deciding(ImportJob.@Nullable Decision decision) {}

    record Exporting(@Nullable String place, @Nullable String purpose) {}

    private final Imports imports;
    private final Exports exports;

    ImportApi(Imports imports, Exports exports) {
        this.imports = imports;
        this.exports = exports;
    }

    private JobRow row(ImportJob job) {
        return row(job, imports.reading(job));
    }

    private JobRow row(ImportJob job, @Nullable ImportReading reading) {
        return new JobRow(
                Long.toString(job.id()),
                job.placeCode(),
                job.fileName(),
                job.state(),
                job.rows(),
                job.done(),
                job.state() == ImportJob.State.FAILED ? job.failure() : null,
                imports.counts(job),
                reading);
    }

    static void workbook(HttpServletResponse response, String name) {
        response.setContentType(WORKBOOK);
        response.setHeader("Content-Disposition", "attachment; filename=\"" + name + ".xlsx\"");
    }

    private static Words words(HttpServletRequest request) {
        String language = request.getHeader("Accept-Language");
        return Words.of(language == null ? "zh" : language);
    }

    @GetMapping("/imports/template")
    @Needs(Right.PERSON_IMPORT)
    @Operation(summary = "The empty workbook to fill in")
    void template(HttpServletRequest request, HttpServletResponse response) throws IOException {
        workbook(response, "people-template");
        imports.template(response.getOutputStream(), words(request));
    }

    @PostMapping("/imports")
    @Needs(Right.PERSON_IMPORT)
    @Operation(summary = "Uploads a workbook for a place and checks it; nothing is written yet")
    ResponseEntity<JobRow> upload(Actor actor, @RequestParam String place, @RequestParam MultipartFile file)
            throws IOException {
        try (var stream = file.getInputStream()) {
            var job = imports.upload(
                    actor, place, file.getOriginalFilename() == null ? "" : file.getOriginalFilename(), stream);
            return ResponseEntity.created(URI.create("/api/v1/imports/" + job.id()))
                    .body(row(job));
        }
    }

    @GetMapping("/imports")
    @Needs(Right.PERSON_IMPORT)
    @Operation(summary = "Imports within the asker's places, the newest first")
    List<JobRow> list(Actor actor) {
        return imports.list(actor).stream().map(job -> row(job, null)).toList();
    }

    @GetMapping("/imports/{id}")
    @Needs(Right.PERSON_IMPORT)
    @Operation(
            summary = "One import: state, progress, how many rows of each kind, which sheets and columns were not read")
    JobRow one(Actor actor, @PathVariable long id) {
        return row(imports.get(actor, id));
    }

    @GetMapping("/imports/{id}/errors")
    @Needs(Right.PERSON_IMPORT)
    @Operation(summary = "The wrong rows as a workbook, each wrong cell marked")
    void errors(Actor actor, HttpServletRequest request, HttpServletResponse response, @PathVariable long id)
            throws IOException {
        var job = imports.get(actor, id);
        workbook(response, "errors-" + Ids.number(id));
        imports.errors(job, response.getOutputStream(), words(request));
    }

    @GetMapping("/imports/{id}/doubts")
    @Needs(Right.PERSON_IMPORT)
    @Operation(summary = "Rows that may be somebody in the register, for a person to decide")
    List<ImportJob.Doubt> doubts(Actor actor, @PathVariable long id) {
        return imports.doubts(imports.get(actor, id), 100);
    }

    @PostMapping("/imports/{id}/rows/{row}/decide")
    @Needs(Right.PERSON_IMPORT)
    @Operation(summary = "SAME, NEW or SKIP for a doubtful row")
    void decide(Actor actor, @PathVariable long id, @PathVariable int row, @RequestBody Deciding deciding) {
        imports.decide(actor, id, row, Sent.needed(deciding.decision, "decision"));
    }

    @PostMapping("/imports/{id}/write")
    @Needs(Right.PERSON_IMPORT)
    @Operation(summary = "Writes what was found right")
    JobRow write(Actor actor, @PathVariable long id) {
        return row(imports.write(actor, id));
    }

    @PostMapping("/imports/{id}/drop")
    @Needs(Right.PERSON_IMPORT)
    @Operation(summary = "Throws the import away before it was written")
    JobRow drop(Actor actor, @PathVariable long id) {
        return row(imports.drop(actor, id));
    }

    @PostMapping("/imports/{id}/again")
    @Needs(Right.PERSON_IMPORT)
    @Operation(summary = "Goes on with an import that failed, where it stopped")
    JobRow again(Actor actor, @PathVariable long id) {
        return row(imports.again(actor, id));
    }

    @PostMapping("/imports/{id}/undo")
    @Needs(Right.PERSON_IMPORT)
    @Operation(summary = "Takes back what was written, but not what somebody changed since")
    Map<String, Integer> undo(Actor actor, @PathVariable long id) {
        return Map.of("undone", imports.undo(actor, id));
    }

    @PostMapping("/exports")
    @Needs(Right.PERSON_EXPORT)
    @Operation(summary = "The people of a place as a masked workbook, for a purpose that is written down")
    void export(Actor actor, HttpServletRequest request, HttpServletResponse response, @RequestBody Exporting wanted)
            throws IOException {
        var ticket = exports.begin(actor, Sent.text(wanted.place), Sent.text(wanted.purpose), words(request));
        workbook(response, "people-" + Ids.number(ticket.id()));
        exports.write(ticket, response.getOutputStream(), words(request));
    }
}
