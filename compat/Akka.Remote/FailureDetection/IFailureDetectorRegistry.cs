namespace Akka.Remote;

/// <summary>A failure detector for each of many resources; made at the first heartbeat.</summary>
public interface IFailureDetectorRegistry<T>
{
    /// <summary>Whether the resource is taken to be there; true for one that is not known.</summary>
    bool IsAvailable(T resource);

    /// <summary>Whether there has been a heartbeat of it.</summary>
    bool IsMonitoring(T resource);

    /// <summary>Notes that a heartbeat of it has come.</summary>
    void Heartbeat(T resource);

    /// <summary>Forgets one.</summary>
    void Remove(T resource);

    /// <summary>Forgets all.</summary>
    void Reset();
}
