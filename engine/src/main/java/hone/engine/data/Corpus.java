package hone.engine.data;

/** What a data source holds: pictures that come divided into training and test, or one undivided set. */
public sealed interface Corpus {
    /** Of an undivided set, this share trains where nobody asks for a number. */
    double DEFAULT_TRAIN_SHARE = 0.8;

    /** Pictures whose maker divided them. */
    record Divided(String id, Split parts) implements Corpus {
        @Override
        public LabelledImages all() {
            return parts.train().followedBy(id, parts.test());
        }

        @Override
        public LabelledImages evaluation() {
            return parts.test();
        }

        @Override
        public Split split(long seed) {
            return parts;
        }
    }

    /** One set of pictures. */
    record Whole(LabelledImages all) implements Corpus {
        @Override
        public String id() {
            return all.id();
        }

        @Override
        public LabelledImages evaluation() {
            return all;
        }

        @Override
        public Split split(long seed) {
            return all.shuffledSplit(seed, (int) Math.round(all.count() * DEFAULT_TRAIN_SHARE));
        }
    }

    /** Where the pictures come from, such as {@code generated:seed=1} or {@code idx:FOLDER}. */
    String id();

    /** Every picture; of a divided corpus the training part first. */
    LabelledImages all();

    /** What a model that was trained elsewhere is judged by: the test part, or all of an undivided set. */
    LabelledImages evaluation();

    /** The maker's division, or else {@link #DEFAULT_TRAIN_SHARE} of a seeded shuffle against the rest. */
    Split split(long seed);

    /**
     * All pictures in a seeded shuffle: the first {@code trainCount} train, the rest test.
     *
     * @throws hone.engine.InvalidInput if a part would be empty
     */
    default Split split(long seed, int trainCount) {
        return all().shuffledSplit(seed, trainCount);
    }
}
