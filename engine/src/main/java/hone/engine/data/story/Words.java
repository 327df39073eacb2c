package hone.engine.data.story;

import java.util.List;

/** What stories are made of. Every list holds its words once, so that no two choices write the same sentence. */
final class Words {
    /** A name with its pronouns. */
    record Hero(String name, String subject, String object, String possessive) {}

    /** What a story turns on: something wanted, and where such a thing is found. */
    record Treasure(String noun, String place) {}

    /** A deed in the past, and as a wish. */
    record Deed(String past, String wish) {}

    static final List<Hero> HEROES = List.of(
            she("anna"),
            she("bella"),
            she("clara"),
            she("dora"),
            she("ella"),
            she("greta"),
            she("hilda"),
            she("ida"),
            he("adam"),
            he("ben"),
            he("carl"),
            he("david"),
            he("emil"),
            he("felix"),
            he("hugo"),
            he("ivan"));

    static final List<String> ANIMALS = List.of(
            "bear", "fox", "rabbit", "mouse", "cat", "dog", "goat", "horse", "duck", "frog", "bird", "sheep", "pig",
            "turtle", "lion", "wolf");

    static final List<String> TRAITS =
            List.of("little", "brave", "clever", "gentle", "hungry", "lazy", "shy", "proud", "quiet", "curious");

    static final List<String> COLORS = List.of("red", "blue", "green", "golden", "white", "black", "silver", "yellow");

    static final List<String> HOMES = List.of(
            "in a small house by the river",
            "in a deep cave",
            "on a high hill",
            "at the edge of the forest",
            "under an old bridge",
            "near the village",
            "in a hollow tree",
            "behind the mill");

    static final List<Treasure> TREASURES = List.of(
            new Treasure("ball", "in the tall grass"), new Treasure("hat", "on a branch"),
            new Treasure("key", "under a stone"), new Treasure("ring", "in the sand"),
            new Treasure("boat", "on the lake"), new Treasure("kite", "in the top of a tree"),
            new Treasure("lamp", "in the cellar"), new Treasure("book", "on a bench"),
            new Treasure("drum", "behind the barn"), new Treasure("bell", "in the tower"),
            new Treasure("basket", "beside the well"), new Treasure("coat", "over the fence"));

    static final List<String> FOODS = List.of(
            "bread",
            "cheese",
            "soup",
            "honey",
            "cake",
            "apples",
            "berries",
            "nuts",
            "milk",
            "porridge",
            "plums",
            "corn");

    static final List<String> TIMES = List.of(
            "one morning",
            "one day",
            "one evening",
            "on a cold day",
            "on a sunny day",
            "when the snow was gone",
            "after the rain",
            "in the middle of summer");

    static final List<String> WEATHER = List.of(
            "the sun was shining",
            "the wind was cold",
            "the sky was grey",
            "the birds were singing",
            "the leaves were falling",
            "it was very quiet");

    static final List<String> FEELINGS = List.of("sad", "angry", "tired", "worried", "afraid", "lonely");

    static final List<String> JOYS = List.of("happy", "glad", "proud again", "full of joy");

    static final List<String> GREETINGS = List.of("good day", "hello", "welcome", "do not cry", "what is wrong");

    static final List<String> THANKS = List.of("thank you", "you are very kind", "i will never forget this");

    static final List<Deed> DEEDS = List.of(
            new Deed("sang a song", "sing a song"), new Deed("danced in the rain", "dance in the rain"),
            new Deed("looked at the stars", "look at the stars"), new Deed("told a story", "tell a story"),
            new Deed("played a game", "play a game"), new Deed("swam in the river", "swim in the river"),
            new Deed("climbed a tree", "climb a tree"), new Deed("slept in the sun", "sleep in the sun"));

    static final List<String> ENDINGS = List.of(
            "from that day on they were good friends", "and nobody was ever lonely again",
            "and they remembered that day for a long time", "and they went home before it was dark");

    private Words() {}

    private static Hero she(String name) {
        return new Hero(name, "she", "her", "her");
    }

    private static Hero he(String name) {
        return new Hero(name, "he", "him", "his");
    }
}
