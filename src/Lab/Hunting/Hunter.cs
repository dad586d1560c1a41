using Coterie.Lab.Catalogue;
using Coterie.Lab.Runs;
using Coterie.Lab.Virtual;

namespace Coterie.Lab.Hunting;

/// <summary>The result of a hunt.</summary>
/// <param name="Seed">The seed of the first run that broke a property.</param>
/// <param name="Settings">The smallest run found that still breaks a property as grave.</param>
/// <param name="Story">What happens in the smallest run.</param>
public sealed record Quarry(long Seed, VirtualSettings Settings, Story Story)
{
    /// <summary>How much there is to read about it.</summary>
    internal Size Size => Size.Of(Settings, Story);
}

/// <summary>
/// Looks for a run that breaks a property; for a bug of the museum, the property that the bug is shown to break. It makes small
/// runs, one per seed, and makes the first bad one still smaller.
/// </summary>
/// <param name="protocol">The protocol to run.</param>
/// <param name="anyway">
/// Whether the networks may break what the protocol assumes of them; see <see cref="VirtualSettings.Anyway"/>. Default no.
/// </param>
public sealed class Hunter(Protocol protocol, bool anyway = false)
{
    // A bug breaks further properties, too, but those violations explain it less well.
    private readonly int _sought = protocol.Bug is { } bug && ProtocolCatalogue.FindExhibit(bug) is { } exhibit
        ? exhibit.Breaks.Gravity
        : int.MaxValue;

    private long _tried;
    private volatile Quarry? _found;

    /// <summary>Seeds tried so far; may be read while it goes on.</summary>
    public long Tried => Volatile.Read(ref _tried);

    /// <summary>The smallest bad run so far; may be read while it goes on.</summary>
    public Quarry? Found => _found;

    /// <summary>Hunts.</summary>
    /// <param name="firstSeed">The first seed.</param>
    /// <param name="seeds">How many seeds to try, one after the other.</param>
    /// <param name="stop">Ends the hunt early, with what was found up to then.</param>
    /// <returns>What was found; null for nothing.</returns>
    public Quarry? Run(long firstSeed, long seeds, CancellationToken stop = default)
    {
        while (Tried < seeds && !stop.IsCancellationRequested && !(_found?.Story.Violation.Property.Gravity <= _sought))
        {
            var seed = unchecked(firstSeed + Tried);
            var settings = Shrinking.Short(HuntingGround.Of(protocol, seed, anyway), _sought);
            if (Trial.Of(settings, stop: stop) is { } story
                && (_found is null || story.Violation.Property.Gravity < _found.Story.Violation.Property.Gravity))
            {
                _found = new Quarry(seed, settings, story);
            }
            Volatile.Write(ref _tried, Tried + 1);
        }
        if (_found is not { } found)
            return null;
        var gravity = found.Story.Violation.Property.Gravity;
        // Of a bug of the museum, any violation will do that is as grave as the one it is shown to break.
        foreach (var smaller in new Shrinking(_sought == int.MaxValue ? gravity : Math.Max(gravity, _sought), stop).Of(found))
            _found = smaller;
        return _found;
    }
}
