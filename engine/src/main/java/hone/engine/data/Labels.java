package hone.engine.data;

import hone.engine.InvalidInput;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.List;

/** What is right for each sample: a class, or a measure. */
sealed interface Labels {
    /**
     * Classes.
     *
     * @param numbers unsigned bytes, each below {@code classes}
     * @param classes that there are
     * @param names of the classes; empty where they have none but their numbers
     */
    record Classes(byte[] numbers, int classes, List<String> names) implements Labels {
        /** @throws InvalidInput if a label is not below the number of classes */
        static Classes of(String id, byte[] numbers, int classes, List<String> names) {
            for (int i = 0; i < numbers.length; i++) {
                if (Byte.toUnsignedInt(numbers[i]) >= classes) {
                    throw new InvalidInput(
                            "cannot use the labels",
                            id + ", sample " + i,
                            "the label " + Byte.toUnsignedInt(numbers[i]) + " is not below the " + classes
                                    + " classes");
                }
            }
            return new Classes(numbers, classes, List.copyOf(names));
        }

        @Override
        public int count() {
            return numbers.length;
        }

        @Override
        public Classes gather(int[] samples, int from, int count) {
            byte[] chosen = new byte[count];
            for (int i = 0; i < count; i++) {
                chosen[i] = numbers[samples[from + i]];
            }
            return new Classes(chosen, classes, names);
        }

        @Override
        public Classes followedBy(String id, Labels more) {
            if (!(more instanceof Classes(byte[] theirs, int theirClasses, List<String> theirNames))
                    || !theirNames.equals(names)) {
                throw mixed(id);
            }
            byte[] all = Arrays.copyOf(numbers, numbers.length + theirs.length);
            System.arraycopy(theirs, 0, all, numbers.length, theirs.length);
            return new Classes(all, Math.max(classes, theirClasses), names);
        }

        @Override
        public void digest(MessageDigest digest) {
            digest.update(numbers);
        }

        /**
         * The same with the numbers that a model gives to classes of these names.
         *
         * @throws InvalidInput if the model knows no class of a name
         */
        Classes numberedAs(String id, List<String> known) {
            int[] number = names.stream().mapToInt(known::indexOf).toArray();
            for (int i = 0; i < number.length; i++) {
                if (number[i] < 0) {
                    throw new InvalidInput(
                            "the data does not fit the model",
                            id,
                            "the model was not shown the class \"" + names.get(i) + "\"; it knows " + known);
                }
            }
            byte[] renumbered = new byte[numbers.length];
            for (int i = 0; i < renumbered.length; i++) {
                renumbered[i] = (byte) number[Byte.toUnsignedInt(numbers[i])];
            }
            return new Classes(renumbered, known.size(), known);
        }
    }

    /**
     * Measures.
     *
     * @param values finite
     */
    record Measures(float[] values) implements Labels {
        @Override
        public int count() {
            return values.length;
        }

        /** 0: a measure is of no class. */
        @Override
        public int classes() {
            return 0;
        }

        @Override
        public List<String> names() {
            return List.of();
        }

        @Override
        public Measures gather(int[] samples, int from, int count) {
            float[] chosen = new float[count];
            for (int i = 0; i < count; i++) {
                chosen[i] = values[samples[from + i]];
            }
            return new Measures(chosen);
        }

        @Override
        public Measures followedBy(String id, Labels more) {
            if (!(more instanceof Measures(float[] theirs))) {
                throw mixed(id);
            }
            float[] all = Arrays.copyOf(values, values.length + theirs.length);
            System.arraycopy(theirs, 0, all, values.length, theirs.length);
            return new Measures(all);
        }

        @Override
        public void digest(MessageDigest digest) {
            ByteBuffer bytes = ByteBuffer.allocate(values.length * Float.BYTES);
            bytes.asFloatBuffer().put(values);
            digest.update(bytes);
        }
    }

    int count();

    /** How many classes there are. */
    int classes();

    /** The classes' names, or none. */
    List<String> names();

    /** The labels of samples[from] … samples[from + count - 1]. */
    Labels gather(int[] samples, int from, int count);

    /** These labels and then others of the same kind. */
    Labels followedBy(String id, Labels more);

    void digest(MessageDigest digest);

    private static InvalidInput mixed(String id) {
        return new InvalidInput("cannot join the data", id, "the parts have labels of different kinds");
    }
}
