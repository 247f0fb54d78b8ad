package org.gongzhi.ballots.web;

import org.gongzhi.access.Actor;
import org.gongzhi.access.ForSignedIn;
import org.gongzhi.access.Needs;
import org.gongzhi.access.Right;
import org.gongzhi.ballots.Contests;
import org.gongzhi.ballots.Evidence;
import org.gongzhi.ballots.VoteDesk;
import org.gongzhi.files.Photos;
import org.gongzhi.kernel.Ids;
import org.springframework.core.io.FileSystemResource;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/// Contests of collected ballots on pages: the voter's one tap, and the answer.
@Controller
class ContestPages {

    private final VoteDesk desk;
    private final Contests contests;
    private final Evidence evidence;
    private final Photos photos;

    ContestPages(VoteDesk desk, Contests contests, Evidence evidence, Photos photos) {
        this.desk = desk;
        this.evidence = evidence;
        this.contests = contests;
        this.photos = photos;
    }

    @GetMapping("/votes/{number}/contests")
    @Needs(Right.VOTE_CALL)
    String list(Actor actor, Model model, @PathVariable String number) {
        long id = Ids.fromNumber(number);
        model.addAttribute("rows", contests.list(actor, id, 0));
        model.addAttribute("view", desk.view(actor, id));
        return "ballots/contests";
    }

    @PostMapping("/votes/{number}/collected/{id}/contest")
    @ForSignedIn
    String contest(
            Actor actor,
            @PathVariable String number,
            @PathVariable long id,
            @RequestParam(defaultValue = "") String words) {
        contests.contest(actor, Ids.fromNumber(number), id, words);
        return "redirect:/votes/" + number + "?done=contest";
    }

    @PostMapping("/votes/{number}/collected/{id}/answer")
    @Needs(Right.VOTE_CALL)
    String answer(
            Actor actor,
            @PathVariable String number,
            @PathVariable long id,
            @RequestParam boolean upheld,
            @RequestParam(defaultValue = "") String words) {
        contests.answer(actor, Ids.fromNumber(number), id, upheld, words);
        return "redirect:/votes/" + number + "/contests";
    }

    @GetMapping("/votes/{number}/collected/{id}/evidence")
    @ForSignedIn
    ResponseEntity<FileSystemResource> evidence(Actor actor, @PathVariable String number, @PathVariable long id) {
        return picture(photos, evidence.seen(actor, Ids.fromNumber(number), id));
    }

    static ResponseEntity<FileSystemResource> picture(Photos photos, String name) {
        return ResponseEntity.ok()
                .contentType(MediaType.IMAGE_JPEG)
                .cacheControl(CacheControl.noStore())
                .body(new FileSystemResource(photos.path(name, Photos.Size.LARGE)));
    }
}
