using Akka.Configuration;
using Akka.Event;
using Akka.Remote.Configuration;

namespace Akka.Remote;

/// <summary>The settings of remoting: <c>akka.remote</c>, read and checked; <c>remote.conf</c> explains the keys.</summary>
public class RemoteSettings
{
    /// <summary>Of one configuration, which has the defaults.</summary>
    /// <exception cref="ConfigurationException">With a line for each mistake.</exception>
    public RemoteSettings(Config config)
    {
        ReferenceConfiguration.RefuseWhatIsMissing(config);
        Config = config;
        var read = new CheckedReader(config);
        StartupTimeout = read.Positive("akka.remote.startup-timeout");
        ShutdownTimeout = read.Positive("akka.remote.shutdown-timeout");
        FlushWait = read.NotNegative("akka.remote.flush-wait-on-shutdown");
        UsePassiveConnections = config.GetBoolean("akka.remote.use-passive-connections");
        UntrustedMode = config.GetBoolean("akka.remote.untrusted-mode");
        TrustedSelectionPaths = [.. config.GetStringList("akka.remote.trusted-selection-paths")];
        LogReceive = config.GetBoolean("akka.remote.log-received-messages");
        LogSend = config.GetBoolean("akka.remote.log-sent-messages");
        RemoteLifecycleEventsLogLevel = read.Level("akka.remote.log-remote-lifecycle-events");
        LogBufferSizeExceeding = read.CountOrOff("akka.remote.log-buffer-size-exceeding");
        RetryGateClosedFor = read.NotNegative("akka.remote.retry-gate-closed-for");
        QuarantineDuration = read.Positive("akka.remote.prune-quarantine-marker-after");
        SysMsgBufferSize = read.Count("akka.remote.system-message-buffer-size");
        SysMsgAckTimeout = read.Positive("akka.remote.system-message-ack-piggyback-timeout");
        SysResendTimeout = read.Positive("akka.remote.resend-interval");
        SysResendLimit = read.Count("akka.remote.resend-limit");
        InitialSysMsgDeliveryTimeout = read.Positive("akka.remote.initial-system-message-delivery-timeout");
        HandshakeTimeout = read.Positive("akka.remote.handshake-timeout");
        WatchFailureDetectorConfig = config.GetConfig("akka.remote.watch-failure-detector");
        WatchFailureDetectorImplementationClass = WatchFailureDetectorConfig.GetString("implementation-class")!;
        WatchHeartBeatInterval = read.Positive("akka.remote.watch-failure-detector.heartbeat-interval");
        WatchUnreachableReaperInterval = read.Positive("akka.remote.watch-failure-detector.unreachable-nodes-reaper-interval");
        WatchHeartbeatExpectedResponseAfter = read.Positive("akka.remote.watch-failure-detector.expected-response-after");
        TransportHeartbeatInterval = read.Positive("akka.remote.transport-failure-detector.heartbeat-interval");
        TransportHeartbeatPause = read.NotNegative("akka.remote.transport-failure-detector.acceptable-heartbeat-pause");
        Tcp = new TcpSettings(read);
        read.ThrowIfMistaken();
    }

    /// <summary>The configuration that they are read from.</summary>
    public Config Config { get; }

    /// <summary>How long the start may take.</summary>
    public TimeSpan StartupTimeout { get; }

    /// <summary>How long the end may take.</summary>
    public TimeSpan ShutdownTimeout { get; }

    /// <summary>How long the end waits for messages that were sent before it.</summary>
    public TimeSpan FlushWait { get; }

    /// <summary>Whether a peer's own connection is used for what is sent to it.</summary>
    public bool UsePassiveConnections { get; }

    /// <summary>Whether strangers may send only what cannot harm.</summary>
    public bool UntrustedMode { get; }

    /// <summary>The paths that selections may reach in untrusted mode.</summary>
    public HashSet<string> TrustedSelectionPaths { get; }

    /// <summary>Whether messages that come are logged.</summary>
    public bool LogReceive { get; }

    /// <summary>Whether messages that go are logged.</summary>
    public bool LogSend { get; }

    /// <summary>The least severe level of life-cycle events that is logged.</summary>
    public string RemoteLifecycleEventsLogLevel { get; }

    /// <summary>Waiting messages at which a warning is logged; 0: none.</summary>
    public int LogBufferSizeExceeding { get; }

    /// <summary>How long an address is left alone after a failure.</summary>
    public TimeSpan RetryGateClosedFor { get; }

    /// <summary>How long a quarantined uid is remembered.</summary>
    public TimeSpan? QuarantineDuration { get; }

    /// <summary>System messages to one peer that may wait for acknowledgement.</summary>
    public int SysMsgBufferSize { get; }

    /// <summary>How long an acknowledgement waits for a message to travel with.</summary>
    public TimeSpan SysMsgAckTimeout { get; }

    /// <summary>After which time system messages are sent again.</summary>
    public TimeSpan SysResendTimeout { get; }

    /// <summary>How many are sent again at a time.</summary>
    public int SysResendLimit { get; }

    /// <summary>How long the first system message to a peer may wait for its acknowledgement.</summary>
    public TimeSpan InitialSysMsgDeliveryTimeout { get; }

    /// <summary>The section of the failure detector for watched systems.</summary>
    public Config WatchFailureDetectorConfig { get; }

    /// <summary>The type name of that failure detector.</summary>
    public string WatchFailureDetectorImplementationClass { get; }

    /// <summary>How often watched systems are asked.</summary>
    public TimeSpan WatchHeartBeatInterval { get; }

    /// <summary>How often suspicions are looked at.</summary>
    public TimeSpan WatchUnreachableReaperInterval { get; }

    /// <summary>After which time the first answer is expected.</summary>
    public TimeSpan WatchHeartbeatExpectedResponseAfter { get; }

    internal TimeSpan HandshakeTimeout { get; }

    internal TimeSpan TransportHeartbeatInterval { get; }

    internal TimeSpan TransportHeartbeatPause { get; }

    internal TcpSettings Tcp { get; }

    internal bool LogsLifecycle(LogLevel level) => level >= Logging.LogLevelFor(RemoteLifecycleEventsLogLevel);
}
