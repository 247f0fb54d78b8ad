package org.gongzhi.operations.web;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import java.util.Map;
import org.gongzhi.access.Needs;
import org.gongzhi.access.Right;
import org.gongzhi.journal.Followers;
import org.gongzhi.kernel.Refusal;
import org.gongzhi.operations.BackupDesk;
import org.gongzhi.operations.Operations;
import org.gongzhi.operations.ProgramRounds;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.ResponseBody;

/// How the program fares, for its operator.
@Controller
@Tag(name = "operations")
class OperationsPages {

    private final Operations operations;
    private final BackupDesk backups;
    private final Followers followers;
    private final ProgramRounds rounds;
    private final PrometheusMeterRegistry meters;

    OperationsPages(
            Operations operations,
            BackupDesk backups,
            Followers followers,
            ProgramRounds rounds,
            PrometheusMeterRegistry meters) {
        this.operations = operations;
        this.backups = backups;
        this.followers = followers;
        this.rounds = rounds;
        this.meters = meters;
    }

    @GetMapping("/operations")
    @Needs(Right.OPERATE)
    String page(Model model) {
        fill(model);
        return "operations/page";
    }

    @GetMapping("/operations/now")
    @Needs(Right.OPERATE)
    String now(Model model) {
        fill(model);
        return "operations/now";
    }

    private void fill(Model model) {
        model.addAttribute("view", operations.view());
        model.addAttribute("copied", backups.copied());
        model.addAttribute("rounds", rounds.all());
    }

    @PostMapping("/operations/backups")
    @Needs(Right.OPERATE)
    String backUp() {
        backups.backUp();
        return "redirect:/operations";
    }

    @PostMapping("/operations/checks")
    @Needs(Right.OPERATE)
    String check() {
        backups.check();
        return "redirect:/operations";
    }

    @PostMapping("/operations/followers/{name}/resume")
    @Needs(Right.OPERATE)
    String resume(@PathVariable String name) {
        goOn(name);
        return "redirect:/operations";
    }

    @GetMapping("/api/v1/operations")
    @ResponseBody
    @Needs(Right.OPERATE)
    @Operation(summary = "Followers, queues, disks, database, certificates, backups and alarms")
    Operations.View operations() {
        return operations.view();
    }

    @GetMapping("/api/v1/operations/rounds")
    @ResponseBody
    @Needs(Right.OPERATE)
    @Operation(summary = "What this program does again and again, when each last began and ended, and what is late")
    List<ProgramRounds.Round> rounds() {
        return rounds.all();
    }

    @PostMapping("/api/v1/operations/backups")
    @Needs(Right.OPERATE)
    @Operation(summary = "Starts a backup; how it goes is in tasks and backups of GET /operations")
    ResponseEntity<Map<String, Object>> startBackup() {
        backups.backUp();
        return ResponseEntity.accepted().body(Map.of("started", "backup"));
    }

    @PostMapping("/api/v1/operations/checks")
    @Needs(Right.OPERATE)
    @Operation(summary = "Restores the newest backup for trial; the result is in backups of GET /operations")
    ResponseEntity<Map<String, Object>> startCheck() {
        backups.check();
        return ResponseEntity.accepted().body(Map.of("started", "check"));
    }

    @PostMapping("/api/v1/operations/followers/{name}/resume")
    @ResponseBody
    @Needs(Right.OPERATE)
    @Operation(summary = "Lets a stopped follower go on")
    Map<String, Object> goOn(@PathVariable String name) {
        if (!followers.resume(name)) {
            throw Refusal.unknown("follower");
        }
        return Map.of("resumed", name);
    }

    /// In Prometheus' text format; the scraper sends an operator's token.
    @GetMapping("/metrics")
    @Needs(Right.OPERATE)
    ResponseEntity<String> metrics() {
        return ResponseEntity.ok()
                .contentType(MediaType.parseMediaType("text/plain;version=0.0.4;charset=utf-8"))
                .body(meters.scrape());
    }
}
