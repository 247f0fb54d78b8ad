package org.gongzhi.canary;

import java.time.Instant;
import org.springframework.stereotype.Controller;

/// Breaks the rules of the house on purpose, so that [org.gongzhi.house.HouseTest] can see each rule refuse something.
@Controller
public class BirdManager {

    /// An interface with one implementer.
    public interface Lonely {}

    static class Only implements Lonely {}

    Instant now() {
        return Instant.now();
    }
}
