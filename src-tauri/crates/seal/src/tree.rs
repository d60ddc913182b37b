//! The Merkle tree of RFC 6962 over leaf hashes that are already there: roots of every size, inclusion and consistency
//! proofs (RFC 9162 §2.1 gives the checks).
//!
//! Over hashes and not over entries, because a withheld entry is known by its leaf alone; that is why this is not a crate
//! from elsewhere. The tests check it against one.

use crate::log::hash;
use model::Sha256Digest;

/// All complete subtrees of an append-only list of leaves.
#[derive(Debug, Clone, Default)]
pub struct Tree {
    /// `levels[k][i]` covers the leaves `i·2ᵏ .. (i+1)·2ᵏ`.
    levels: Vec<Vec<Sha256Digest>>,
}

impl Tree {
    /// A tree over these leaves.
    pub fn of(leaves: impl IntoIterator<Item = Sha256Digest>) -> Self {
        let mut tree = Self::default();
        leaves.into_iter().for_each(|leaf| tree.push(leaf));
        tree
    }

    /// Appends a leaf.
    pub fn push(&mut self, leaf: Sha256Digest) {
        let mut node = leaf;
        for level in 0.. {
            if self.levels.len() == level {
                self.levels.push(Vec::new());
            }
            let nodes = &mut self.levels[level];
            nodes.push(node);
            if nodes.len() % 2 == 1 {
                return;
            }
            node = parent(&nodes[nodes.len() - 2], &nodes[nodes.len() - 1]);
        }
    }

    /// Number of leaves.
    pub fn len(&self) -> u64 {
        self.levels.first().map_or(0, Vec::len) as u64
    }

    /// Whether there is no leaf.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The root over all leaves; of none it is the digest of nothing.
    pub fn root(&self) -> Sha256Digest {
        self.root_at(self.len()).expect("its own size")
    }

    /// The root as it was when there were `size` leaves.
    pub fn root_at(&self, size: u64) -> Option<Sha256Digest> {
        match size {
            0 => Some(hash(&[])),
            size if size <= self.len() => Some(self.subtree(0, size)),
            _ => None,
        }
    }

    /// Shows that leaf `index` (from 0) is in the tree of `size` leaves.
    pub fn prove_inclusion(&self, index: u64, size: u64) -> Option<Vec<Sha256Digest>> {
        if index >= size || size > self.len() {
            return None;
        }
        let mut proof = Vec::new();
        let (mut start, mut end) = (0, size);
        while end - start > 1 {
            let middle = start + split(end - start);
            if index < middle {
                proof.push(self.subtree(middle, end));
                end = middle;
            } else {
                proof.push(self.subtree(start, middle));
                start = middle;
            }
        }
        proof.reverse();
        Some(proof)
    }

    /// Shows that the tree of `old` leaves is the beginning of the tree of `new` leaves.
    pub fn prove_consistency(&self, old: u64, new: u64) -> Option<Vec<Sha256Digest>> {
        if old == 0 || old > new || new > self.len() {
            return None;
        }
        let mut proof = Vec::new();
        let (mut start, mut end, mut whole) = (0, new, true);
        while end != old {
            let middle = start + split(end - start);
            if old <= middle {
                proof.push(self.subtree(middle, end));
                end = middle;
            } else {
                proof.push(self.subtree(start, middle));
                (start, whole) = (middle, false);
            }
        }
        if !whole {
            proof.push(self.subtree(start, end));
        }
        proof.reverse();
        Some(proof)
    }

    fn subtree(&self, start: u64, end: u64) -> Sha256Digest {
        let size = end - start;
        if size.is_power_of_two() {
            let level = size.trailing_zeros();
            return self.levels[level as usize][(start >> level) as usize];
        }
        let middle = start + split(size);
        parent(&self.subtree(start, middle), &self.subtree(middle, end))
    }
}

/// Checks an inclusion proof (RFC 9162 §2.1.3.2).
pub fn verify_inclusion(
    leaf: &Sha256Digest,
    index: u64,
    size: u64,
    proof: &[Sha256Digest],
    root: &Sha256Digest,
) -> bool {
    if index >= size {
        return false;
    }
    let (mut at, mut last, mut node) = (index, size - 1, *leaf);
    for sibling in proof {
        if last == 0 {
            return false;
        }
        if at % 2 == 1 || at == last {
            node = parent(sibling, &node);
            while at % 2 == 0 && at != 0 {
                (at, last) = (at >> 1, last >> 1);
            }
        } else {
            node = parent(&node, sibling);
        }
        (at, last) = (at >> 1, last >> 1);
    }
    last == 0 && node == *root
}

/// Checks a consistency proof (RFC 9162 §2.1.4.2).
pub fn verify_consistency(
    old: u64,
    old_root: &Sha256Digest,
    new: u64,
    new_root: &Sha256Digest,
    proof: &[Sha256Digest],
) -> bool {
    if old == 0 || old > new {
        return false;
    }
    if old == new {
        return proof.is_empty() && old_root == new_root;
    }
    let whole = old.is_power_of_two().then_some(old_root);
    let mut path = whole.into_iter().chain(proof);
    let Some(&first) = path.next() else { return false };
    let (mut at, mut last) = (old - 1, new - 1);
    while at % 2 == 1 {
        (at, last) = (at >> 1, last >> 1);
    }
    let (mut of_old, mut of_new) = (first, first);
    for sibling in path {
        if last == 0 {
            return false;
        }
        if at % 2 == 1 || at == last {
            (of_old, of_new) = (parent(sibling, &of_old), parent(sibling, &of_new));
            while at % 2 == 0 && at != 0 {
                (at, last) = (at >> 1, last >> 1);
            }
        } else {
            of_new = parent(&of_new, sibling);
        }
        (at, last) = (at >> 1, last >> 1);
    }
    last == 0 && of_old == *old_root && of_new == *new_root
}

/// The largest power of two below `size`; `size` is at least 2.
fn split(size: u64) -> u64 {
    1 << (size - 1).ilog2()
}

fn parent(left: &Sha256Digest, right: &Sha256Digest) -> Sha256Digest {
    hash(&[&[1], &left.0, &right.0])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::leaf_hash;
    use ct_merkle::mem_backed_tree::MemoryBackedTree;
    use ct_merkle::{ConsistencyProof, InclusionProof, RootHash};
    use sha2::Sha256;

    const SIZE: u64 = 70;

    fn data(i: u64) -> Vec<u8> {
        [&[i as u8; 32][..], format!("entry {i}").as_bytes()].concat()
    }

    fn leaf(i: u64) -> Sha256Digest {
        leaf_hash(&[i as u8; 32], format!("entry {i}").as_bytes())
    }

    fn theirs(size: u64) -> MemoryBackedTree<Sha256, Vec<u8>> {
        let mut tree = MemoryBackedTree::new();
        (0..size).for_each(|i| tree.push(data(i)));
        tree
    }

    fn bytes(proof: &[Sha256Digest]) -> Vec<u8> {
        proof.iter().flat_map(|node| node.0).collect()
    }

    #[test]
    fn the_known_roots_of_rfc_6962_come_out() {
        // The eight inputs of the Certificate Transparency reference tests.
        let inputs: [&[u8]; 8] = [
            &[],
            &[0x00],
            &[0x10],
            &[0x20, 0x21],
            &[0x30, 0x31],
            &[0x40, 0x41, 0x42, 0x43],
            &[0x50, 0x51, 0x52, 0x53, 0x54, 0x55, 0x56, 0x57],
            &[
                0x60, 0x61, 0x62, 0x63, 0x64, 0x65, 0x66, 0x67, 0x68, 0x69, 0x6a, 0x6b, 0x6c, 0x6d, 0x6e, 0x6f,
            ],
        ];
        let tree = Tree::of(inputs.iter().map(|input| hash(&[&[0], input])));
        let root = |size| tree.root_at(size).expect("within").to_string();
        assert_eq!(
            root(0),
            "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
        );
        assert_eq!(
            root(1),
            "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"
        );
        assert_eq!(
            root(2),
            "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"
        );
        assert_eq!(
            root(8),
            "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"
        );
    }

    #[test]
    fn roots_and_proofs_are_those_of_an_independent_tree() {
        let ours = Tree::of((0..SIZE).map(leaf));
        for size in 1..=SIZE {
            let theirs = theirs(size);
            assert_eq!(
                ours.root_at(size).expect("within").0[..],
                theirs.root().as_bytes()[..],
                "root of {size}"
            );
            for index in 0..size {
                let proof = ours.prove_inclusion(index, size).expect("within");
                let their_proof: InclusionProof<Sha256> = theirs.prove_inclusion(index as usize);
                assert_eq!(bytes(&proof), their_proof.as_bytes(), "inclusion of {index} in {size}");
            }
            for old in 1..size {
                let proof = ours.prove_consistency(old, size).expect("within");
                let their_proof: ConsistencyProof<Sha256> = theirs.prove_consistency((size - old) as usize);
                assert_eq!(
                    bytes(&proof),
                    their_proof.as_bytes(),
                    "consistency of {old} with {size}"
                );
            }
        }
    }

    #[test]
    fn proofs_hold_for_what_they_prove_and_for_nothing_else() {
        let tree = Tree::of((0..SIZE).map(leaf));
        for size in 1..=SIZE {
            let root = tree.root_at(size).expect("within");
            for index in 0..size {
                let proof = tree.prove_inclusion(index, size).expect("within");
                assert!(verify_inclusion(&leaf(index), index, size, &proof, &root));
                assert!(
                    !verify_inclusion(&leaf(index + 1), index, size, &proof, &root),
                    "another leaf"
                );
                assert!(
                    !verify_inclusion(&leaf(index), index + size, size, &proof, &root),
                    "outside"
                );
                let longer = [&proof[..], &[root]].concat();
                assert!(
                    !verify_inclusion(&leaf(index), index, size, &longer, &root),
                    "a longer proof"
                );
            }
            for old in 1..=size {
                let proof = tree.prove_consistency(old, size).expect("within");
                let old_root = tree.root_at(old).expect("within");
                assert!(
                    verify_consistency(old, &old_root, size, &root, &proof),
                    "{old} to {size}"
                );
                assert!(
                    !verify_consistency(old, &leaf(0), size, &leaf(1), &proof),
                    "other roots"
                );
                let longer = [&proof[..], &[root]].concat();
                assert!(
                    !verify_consistency(old, &old_root, size, &root, &longer),
                    "a longer proof"
                );
            }
        }
    }

    #[test]
    fn a_root_of_theirs_is_a_root_of_ours() {
        let root: RootHash<Sha256> = theirs(7).root();
        assert_eq!(root.as_bytes()[..], Tree::of((0..7).map(leaf)).root().0[..]);
    }
}
