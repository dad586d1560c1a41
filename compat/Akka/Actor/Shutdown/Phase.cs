using Akka.Configuration;

namespace Akka.Actor;

/// <summary>A phase of <see cref="CoordinatedShutdown"/>, and the phases that come before it.</summary>
internal sealed record Phase(string Name, IReadOnlyList<string> DependsOn, TimeSpan Timeout, bool Recover, bool Enabled)
{
    private const string Section = "akka.coordinated-shutdown";

    public static IReadOnlyList<Phase> AllInOrder(Config config, IEnumerable<string> names)
    {
        var standard = config.GetTimeSpan($"{Section}.default-phase-timeout");
        var phases = names.Select(name => Read(config, name, standard)).ToDictionary(phase => phase.Name);
        // A phase that is only mentioned is a phase too.
        foreach (var mentioned in phases.Values.SelectMany(phase => phase.DependsOn).Distinct().ToArray())
        {
            phases.TryAdd(mentioned, new Phase(mentioned, [], standard, true, true));
        }
        return Sorted(phases);
    }

    private static Phase Read(Config config, string name, TimeSpan standard)
    {
        var section = config.GetConfig($"{Section}.phases.{name}") ?? ConfigurationFactory.Empty;
        return new Phase(name, [.. section.GetStringList("depends-on")], section.GetTimeSpan("timeout", standard),
            section.GetBoolean("recover", true), section.GetBoolean("enabled", true));
    }

    private static List<Phase> Sorted(Dictionary<string, Phase> phases)
    {
        var sorted = new List<Phase>();
        var visited = new Dictionary<string, bool>(); // true: done
        foreach (var name in phases.Keys.Order(StringComparer.Ordinal)) Visit(name);
        return sorted;

        void Visit(string name)
        {
            if (visited.TryGetValue(name, out var done))
            {
                if (!done) throw new ArgumentException($"{Section}.phases must not depend on each other in a circle, was [{name}].");
                return;
            }
            visited[name] = false;
            foreach (var before in phases[name].DependsOn) Visit(before);
            visited[name] = true;
            sorted.Add(phases[name]);
        }
    }
}
