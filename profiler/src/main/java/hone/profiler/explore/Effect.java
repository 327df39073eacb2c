package hone.profiler.explore;

import java.util.List;

/**
 * What techniques do to the speed, apart from what each of their parts does.
 *
 * @param techniques one for a main effect, several for an interaction
 * @param factor of a main effect: how many times as fast with it as without, over all settings of the others; of an
 *     interaction: how many times as fast as their parts would have it
 * @param low lower end of its 95 % interval, of this effect alone
 * @param high upper end
 * @param p the chance of so large an effect where there is none
 * @param adjusted the same, corrected for the number of effects that were looked at
 * @param significant whether that is below 5 %
 * @param contrasts settings of the other techniques that it was averaged over
 */
public record Effect(
        List<String> techniques,
        double factor,
        double low,
        double high,
        double p,
        double adjusted,
        boolean significant,
        int contrasts) {
    public Effect {
        techniques = List.copyOf(techniques);
    }
}
