package org.gongzhi.ledger.tree;

import java.util.List;
import java.util.Optional;

/// Checks proofs (RFC 9162 sections 2.1.3.2 and 2.1.4.2) and those over subtrees
/// (draft-ietf-plants-merkle-tree-certs), without any tree at hand.
public final class Proofs {

    private Proofs() {}

    /// True when `proof` leads from leaf `index` to the root of a tree of `size`.
    public static boolean included(Hash leaf, long index, long size, List<Hash> proof, Hash root) {
        return index >= 0 && index < size && Optional.of(root).equals(climbed(leaf, index, size, proof));
    }

    private static Optional<Hash> climbed(Hash leaf, long index, long size, List<Hash> proof) {
        long at = index;
        long last = size - 1;
        Hash hash = leaf;
        for (Hash each : proof) {
            if (last == 0) {
                return Optional.empty();
            }
            if ((at & 1) == 1 || at == last) {
                hash = Hash.node(each, hash);
                while ((at & 1) == 0 && at != 0) {
                    at >>>= 1;
                    last >>>= 1;
                }
            } else {
                hash = Hash.node(hash, each);
            }
            at >>>= 1;
            last >>>= 1;
        }
        return last == 0 ? Optional.of(hash) : Optional.empty();
    }

    /// True when the tree of `first` entries is the beginning of the one of `second`. A first size of 0 is
    /// never given to a verifier and is refused.
    public static boolean consistent(long first, Hash firstRoot, long second, Hash secondRoot, List<Hash> proof) {
        return first > 0 && consistent(0, first, firstRoot, second, secondRoot, proof);
    }

    /// True when the entries from `start` up to `end`, whose root is `root`, are those of the tree of `size`.
    public static boolean consistent(long start, long end, Hash root, long size, Hash whole, List<Hash> proof) {
        if (start == end && start >= 0 && end <= size) {
            return proof.isEmpty() && root.equals(Hash.EMPTY);
        }
        if (!valid(start, end) || end > size) {
            return false;
        }
        long from = start;
        long to = end - 1;
        long last = size - 1;
        while (from != to && (to == last || (to & 1) == 1)) {
            from >>>= 1;
            to >>>= 1;
            last >>>= 1;
        }
        boolean known = from == to;
        if (!known && proof.isEmpty()) {
            return false;
        }
        Hash old = known ? root : proof.getFirst();
        Hash fresh = old;
        for (Hash each : known ? proof : proof.subList(1, proof.size())) {
            if (last == 0) {
                return false;
            }
            if ((to & 1) == 1 || to == last) {
                if (from < to) {
                    old = Hash.node(each, old);
                }
                fresh = Hash.node(each, fresh);
                while ((to & 1) == 0 && to != 0) {
                    from >>>= 1;
                    to >>>= 1;
                    last >>>= 1;
                }
            } else {
                fresh = Hash.node(fresh, each);
            }
            from >>>= 1;
            to >>>= 1;
            last >>>= 1;
        }
        return last == 0 && old.equals(root) && fresh.equals(whole);
    }

    /// True when leaf `index` is among the entries from `start` up to `end` with this root.
    public static boolean included(Hash leaf, long index, long start, long end, List<Hash> proof, Hash root) {
        return valid(start, end) && included(leaf, index - start, end - start, proof, root);
    }

    /// A subtree begins at a multiple of the power of two that holds it.
    public static boolean valid(long start, long end) {
        if (start < 0 || start >= end) {
            return false;
        }
        long n = end - start;
        long ceiling = Long.bitCount(n) == 1 ? n : Long.highestOneBit(n) << 1;
        return ceiling > 0 && start % ceiling == 0;
    }
}
