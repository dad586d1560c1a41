using Akka.Configuration;

namespace Akka.Dispatch;

/// <summary>The section of one dispatcher, read and checked.</summary>
internal sealed record DispatcherSettings(string Id, int Throughput, TimeSpan ThroughputDeadline)
{
    public static DispatcherSettings From(Config config)
    {
        var id = config.GetString("id") ?? "";
        var throughput = config.GetInt("throughput", 30);
        if (throughput < 1) throw new ConfigurationException($"{id}.throughput must be a whole number from 1, was [{throughput}].");
        var deadline = config.GetTimeSpan("throughput-deadline-time", TimeSpan.Zero);
        var executor = config.GetString("executor") ?? "";
        if (executor is not ("" or "default-executor" or "thread-pool-executor"))
        {
            throw new ConfigurationException($"{id}.executor must be [default-executor] or [thread-pool-executor], was [{executor}].");
        }
        return new DispatcherSettings(id, throughput, deadline);
    }
}
