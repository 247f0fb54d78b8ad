package org.gongzhi.ballots.web;

import org.gongzhi.access.Actor;
import org.gongzhi.access.ForEveryone;
import org.gongzhi.access.Needs;
import org.gongzhi.access.Right;
import org.gongzhi.ballots.BallotBox;
import org.gongzhi.ballots.BoxAudit;
import org.gongzhi.ballots.BoxDesk;
import org.gongzhi.ballots.Publishing;
import org.gongzhi.ballots.Vote;
import org.gongzhi.ballots.VoteDesk;
import org.gongzhi.ballots.VotePapers;
import org.gongzhi.documents.PaperFormat;
import org.gongzhi.kernel.Ids;
import org.gongzhi.kernel.Refusal;
import org.gongzhi.kernel.Words;
import org.gongzhi.notices.NoticeSettings;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/// What is public of a decided vote, on pages: the certificate, and one's own ballot by its receipt.
@Controller
class BoxPages {

    private final VoteDesk desk;
    private final BoxDesk boxes;
    private final Publishing publishing;
    private final BoxAudit audit;
    private final VotePapers papers;
    private final NoticeSettings settings;

    BoxPages(
            VoteDesk desk,
            BoxDesk boxes,
            Publishing publishing,
            BoxAudit audit,
            VotePapers papers,
            NoticeSettings settings) {
        this.desk = desk;
        this.boxes = boxes;
        this.publishing = publishing;
        this.audit = audit;
        this.papers = papers;
        this.settings = settings;
    }

    @GetMapping("/votes/{number}/certificate.pdf")
    @ForEveryone(why = "the certificate of a decided vote is public")
    ResponseEntity<byte[]> certificate(Words words, @PathVariable String number) {
        Vote vote = desk.decided(Ids.fromNumber(number));
        var results = desk.results(vote);
        if (results.isEmpty()) {
            throw Refusal.conflict("vote-still-open");
        }
        return file(
                PaperFormat.PDF.write(papers.certificate(vote, results, publishing.hash(vote), settings.base(), words)),
                "certificate-" + number + ".pdf");
    }

    /// The exact box as a file; the purpose is on record.
    @PostMapping("/votes/{number}/box/exact")
    @Needs(Right.VOTE_SUPERVISE)
    ResponseEntity<BallotBox> exact(
            Actor actor, @PathVariable String number, @RequestParam(defaultValue = "") String purpose) {
        return ResponseEntity.ok()
                .contentType(MediaType.APPLICATION_JSON)
                .cacheControl(CacheControl.noStore())
                .header("Content-Disposition", "attachment; filename=\"box-exact-" + Ids.fromNumber(number) + ".json\"")
                .body(audit.reveal(actor, Ids.fromNumber(number), purpose));
    }

    static ResponseEntity<byte[]> file(byte[] bytes, String name) {
        return ResponseEntity.ok()
                .contentType(MediaType.APPLICATION_PDF)
                .cacheControl(CacheControl.noStore())
                .header("Content-Disposition", "attachment; filename=\"" + name + "\"")
                .body(bytes);
    }

    /// Finds a receipt in the box of a decided vote.
    @GetMapping("/votes/{number}/receipts")
    @ForEveryone(why = "whoever holds a receipt finds their ballot in the box")
    String find(Model model, @PathVariable String number, @RequestParam(defaultValue = "") String code) {
        Vote vote = desk.decided(Ids.fromNumber(number));
        model.addAttribute("vote", vote);
        model.addAttribute("asked", !code.isBlank());
        model.addAttribute("answers", code.isBlank() ? null : boxes.found(vote, code));
        return "ballots/receipts";
    }
}
