package org.gongzhi.exchange.web;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import java.util.Map;
import org.gongzhi.access.Actor;
import org.gongzhi.access.Needs;
import org.gongzhi.access.Right;
import org.gongzhi.exchange.ApiKeys;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.ResponseBody;

/// The keys of programs that send requests: made for somebody outside, shown once, ended when they are done.
@Controller
@Tag(name = "exchange")
class KeyPages {

    private final ApiKeys keys;

    KeyPages(ApiKeys keys) {
        this.keys = keys;
    }

    @GetMapping("/exchange/keys")
    @Needs(Right.EXCHANGE_MANAGE)
    String all(Actor actor, Model model) {
        return page(actor, model, "");
    }

    @PostMapping("/exchange/keys")
    @Needs(Right.EXCHANGE_MANAGE)
    String make(Actor actor, Model model, @ModelAttribute ApiKeys.Wanted wanted) {
        return page(actor, model, keys.make(actor, wanted));
    }

    private String page(Actor actor, Model model, String secret) {
        model.addAttribute("keys", keys.all(actor));
        model.addAttribute("places", keys.places(actor));
        model.addAttribute("secret", secret);
        return "exchange/keys";
    }

    @PostMapping("/exchange/keys/{id}/end")
    @Needs(Right.EXCHANGE_MANAGE)
    String end(Actor actor, @PathVariable long id) {
        keys.end(actor, id);
        return "redirect:/exchange/keys";
    }

    @GetMapping("/api/v1/exchange/keys")
    @Needs(Right.EXCHANGE_MANAGE)
    @ResponseBody
    @Operation(summary = "The keys of programs that send requests by Open311")
    List<ApiKeys.Key> list(Actor actor) {
        return keys.all(actor);
    }

    @PostMapping("/api/v1/exchange/keys")
    @Needs(Right.EXCHANGE_MANAGE)
    @ResponseBody
    @Operation(summary = "Makes a key; its secret is answered once")
    ResponseEntity<Map<String, String>> create(Actor actor, @RequestBody ApiKeys.Wanted wanted) {
        return ResponseEntity.status(201).body(Map.of("key", keys.make(actor, wanted)));
    }

    @DeleteMapping("/api/v1/exchange/keys/{id}")
    @Needs(Right.EXCHANGE_MANAGE)
    @ResponseBody
    @Operation(summary = "Ends a key")
    ResponseEntity<Void> remove(Actor actor, @PathVariable long id) {
        keys.end(actor, id);
        return ResponseEntity.noContent().build();
    }
}
