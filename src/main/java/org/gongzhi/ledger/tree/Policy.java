package org.gongzhi.ledger.tree;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Which logs are meant and whose cosignatures a checkpoint needs (C2SP tlog-policy): lines `log`, `witness`,
/// `group` and `quorum`.
public final class Policy {

    private record Group(int least, List<String> members) {}

    private final List<Verifier> logs = new ArrayList<>();
    private final Map<String, Verifier> witnesses = new LinkedHashMap<>();
    private final Map<String, @Nullable String> addresses = new LinkedHashMap<>();
    private final Map<String, Group> groups = new LinkedHashMap<>();
    private @Nullable String quorum;

    private Policy() {}

    public static Policy parse(String text) {
        var policy = new Policy();
        var used = new HashSet<String>();
        var keys = new HashSet<String>();
        for (String raw : text.split("\n", -1)) {
            String line = raw.strip();
            if (!line.isEmpty() && !line.startsWith("#")) {
                policy.read(line.split("[ \t]+"), used, keys);
            }
        }
        if (policy.quorum == null) {
            throw new Flaw("a policy names its quorum");
        }
        return policy;
    }

    private void read(String[] words, Set<String> used, Set<String> keys) {
        switch (words[0]) {
            case "log" -> {
                Verifier log = Verifier.parse(word(words, 1));
                fresh(keys, log.vkey(), "key");
                logs.add(log);
            }
            case "witness" -> {
                String name = defined(word(words, 1));
                Verifier witness = Verifier.parse(word(words, 2));
                fresh(keys, witness.vkey(), "key");
                witnesses.put(name, witness);
                addresses.put(name, words.length > 3 ? words[3] : null);
            }
            case "group" -> {
                String name = defined(word(words, 1));
                var members = List.of(words).subList(3, Math.max(3, words.length));
                for (String member : members) {
                    if (!witnesses.containsKey(member) && !groups.containsKey(member)) {
                        throw new Flaw("a group has an unknown member " + member);
                    }
                    fresh(used, member, "member");
                }
                groups.put(name, new Group(least(word(words, 2), members.size()), members));
            }
            case "quorum" -> {
                String name = word(words, 1);
                if (quorum != null) {
                    throw new Flaw("a policy has one quorum");
                }
                if (!name.equals("none") && !witnesses.containsKey(name) && !groups.containsKey(name)) {
                    throw new Flaw("an unknown quorum " + name);
                }
                quorum = name;
            }
            default -> throw new Flaw("a policy has no line " + words[0]);
        }
    }

    private static String word(String[] words, int index) {
        if (index >= words.length) {
            throw new Flaw("a line of a policy is too short");
        }
        return words[index];
    }

    private String defined(String name) {
        if (name.equals("none") || witnesses.containsKey(name) || groups.containsKey(name)) {
            throw new Flaw("the name " + name + " is taken");
        }
        return name;
    }

    private static void fresh(Set<String> seen, String name, String what) {
        if (!seen.add(name)) {
            throw new Flaw("the same " + what + " twice in a policy");
        }
    }

    private static int least(String word, int members) {
        int least = switch (word) {
            case "any" -> 1;
            case "all" -> members;
            default -> word.matches("[1-9][0-9]{0,3}") ? Integer.parseInt(word) : 0;
        };
        if (least < 1 || least > members) {
            throw new Flaw("a group of " + members + " cannot need " + word);
        }
        return least;
    }

    public List<Verifier> logs() {
        return List.copyOf(logs);
    }

    public Map<String, Verifier> witnesses() {
        return Map.copyOf(witnesses);
    }

    /// Where the policy says that a witness is asked.
    public Optional<String> address(String witness) {
        return Optional.ofNullable(addresses.get(witness));
    }

    /// The signatures that hold: who cosigned, and when. A note that one of the keys has signed wrongly is
    /// refused.
    public Map<String, Instant> cosigned(Note note) {
        var signed = new LinkedHashMap<String, Instant>();
        witnesses.forEach((name, key) -> key.signed(note).ifPresent(at -> signed.put(name, at)));
        return signed;
    }

    /// True when so many have signed as the quorum asks for.
    public boolean joint(Set<String> signed) {
        return quorum != null && met(quorum, signed);
    }

    private boolean met(String name, Set<String> signed) {
        if (name.equals("none")) {
            return true;
        }
        Group group = groups.get(name);
        return group == null
                ? signed.contains(name)
                : group.members.stream().filter(member -> met(member, signed)).count() >= group.least;
    }

    /// The checkpoint of a note that one of the logs signed and a quorum cosigned; [Flaw] otherwise.
    public Checkpoint require(Note note) {
        Checkpoint checkpoint = signedByLog(note);
        var signed = cosigned(note).keySet();
        if (!joint(signed)) {
            throw new Flaw("not enough cosignatures: " + signed.size());
        }
        return checkpoint;
    }

    /// The checkpoint of a note that one of the logs signed; its name need not be the origin (the Go checksum
    /// database).
    public Checkpoint signedByLog(Note note) {
        Checkpoint checkpoint = Checkpoint.parse(note);
        if (logs.stream().noneMatch(log -> log.signed(note).isPresent())) {
            throw new Flaw("no signature of a known log");
        }
        return checkpoint;
    }
}
