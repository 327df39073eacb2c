package hone.engine.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hone.engine.Cancellation;
import hone.engine.InvalidInput;
import hone.engine.Progress;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class DataSpecTest {
    @Test
    void everyFormIsReadBackFromItsText() {
        for (String text : new String[] {
            "generated:seed=1",
            "generated:seed=-7",
            "idx:some/folder",
            "csv:a,b.csv",
            "csv:some/file.csv,header=yes,label=3,task=class,scale=columns",
            "csv:digits.csv,scale=16,split=my split.csv",
            "images:pictures,size=28,channels=1",
            "cifar10:folder",
            "cifar100:folder",
            "text:some/book.txt",
            "stories:seed=4",
            "generated:seed=1,split=some/split.csv"
        }) {
            assertEquals(
                    text.replace('/', java.io.File.separatorChar),
                    DataSpec.parse(text).text());
        }
        assertEquals(new DataSpec.Generated(1), DataSpec.parse("generated"));
        assertEquals("stories:seed=1", DataSpec.parse("stories").text());
    }

    @Test
    void anythingElseIsRefusedWithWhatIsAccepted() {
        for (String text : new String[] {
            "",
            "generate",
            "generated:",
            "generated:seed=",
            "generated:seed=x",
            "idx:",
            "idx",
            "tsv:x",
            "csv:",
            "csv:,label=last",
            "images:",
            "cifar10:",
            "cifar100",
            "text:",
            "csv:x,header=maybe",
            "csv:x,task=play",
            "csv:x,scale=0",
            "csv:x,scale=-1",
            "csv:x,split=",
            "images:x,size=0",
            "images:x,size=9999",
            "images:x,channels=2",
            "csv:x,split=a,split=b",
            "csv:x,label=1,label=2"
        }) {
            InvalidInput refusal = assertThrows(InvalidInput.class, () -> DataSpec.parse(text));
            boolean option = text.matches("csv:x,(header|task|scale)=.*|.*split=.*");
            assertTrue(option || refusal.toString().contains("idx:FOLDER"), refusal.toString());
            assertTrue(option || refusal.toString().contains('"' + text + '"'), refusal.toString());
            assertEquals(1, refusal.toString().lines().count());
        }
    }

    @Test
    void generatedDataComesDividedAndReportsProgress() {
        List<Double> heard = new ArrayList<>();
        Corpus corpus = DataSpec.parse("generated:seed=3").load((done, _) -> heard.add(done), new Cancellation());
        Split split = corpus.split(9);
        assertEquals(20_000, split.train().count());
        assertEquals(4_000, split.test().count());
        assertEquals(24_000, corpus.all().count());
        assertEquals("generated:seed=3", corpus.id());
        LabelledImages alone = DataSpec.parse("generated:seed=3").loadEvaluation(Progress.NONE, new Cancellation());
        assertEquals(alone.hash(), corpus.evaluation().hash());
        assertEquals(heard.stream().sorted().toList(), heard);
        assertEquals(1, heard.getLast(), 1e-9);
    }
}
