package org.gongzhi.journeys;

import com.microsoft.playwright.Page;
import java.util.Map;

/// What a page that has just been loaded weighs: bytes of the page itself, of everything but pictures as it
/// came over the wire, requests, nodes, how far things jumped while it was drawn (cumulative layout shift),
/// what held its drawing up, and milliseconds from the click to the first words and to the end.
record Weight(
        int html, int wire, int requests, int nodes, double shift, int blocking, int unsized, int painted, int loaded) {

    private static final String ASK = """
            () => new Promise(done => {
              let shift = 0;
              new PerformanceObserver(list => list.getEntries().forEach(e => { if (!e.hadRecentInput) shift += e.value; }))
                .observe({ type: 'layout-shift', buffered: true });
              requestAnimationFrame(() => setTimeout(() => {
                const page = performance.getEntriesByType('navigation')[0];
                const all = performance.getEntriesByType('resource');
                const rest = all.filter(e => e.initiatorType !== 'img' && !/[.](svg|png|jpg)/.test(e.name));
                const paint = performance.getEntriesByName('first-contentful-paint')[0];
                done({
                  html: page.decodedBodySize, wire: page.encodedBodySize + rest.reduce((n, e) => n + e.encodedBodySize, 0),
                  requests: all.length + 1, nodes: document.querySelectorAll('*').length, shift: Math.round(shift * 1000),
                  blocking: all.filter(e => e.renderBlockingStatus === 'blocking').length,
                  unsized: [...document.images].filter(i => i.complete && i.naturalWidth && !i.hasAttribute('width')
                    && getComputedStyle(i).aspectRatio === 'auto').length,
                  painted: paint ? Math.round(paint.startTime) : -1, loaded: Math.round(page.loadEventEnd),
                });
              }, 30));
            })""";

    @SuppressWarnings("unchecked")
    static Weight of(Page page) {
        var found = (Map<String, Object>) page.evaluate(ASK);
        return new Weight(
                number(found, "html"),
                number(found, "wire"),
                number(found, "requests"),
                number(found, "nodes"),
                number(found, "shift") / 1000.0,
                number(found, "blocking"),
                number(found, "unsized"),
                number(found, "painted"),
                number(found, "loaded"));
    }

    /// The figures that have a budget, by its name.
    Map<String, Double> spent() {
        return Map.of(
                "html", (double) html,
                "wire", (double) wire,
                "requests", (double) requests,
                "nodes", (double) nodes,
                "shift", shift,
                "blocking", (double) blocking,
                "unsized", (double) unsized);
    }

    private static int number(Map<String, Object> found, String name) {
        return ((Number) found.get(name)).intValue();
    }
}
