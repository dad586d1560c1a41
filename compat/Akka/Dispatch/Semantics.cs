namespace Akka.Dispatch;

/// <summary>What an actor may require of its mailbox.</summary>
public interface ISemantics;

/// <summary>A mailbox without limit.</summary>
public interface IUnboundedMessageQueueSemantics : ISemantics;

/// <summary>A mailbox that messages can be put back into at the front.</summary>
public interface IDequeBasedMessageQueueSemantics : ISemantics;

/// <summary>Both.</summary>
public interface IUnboundedDequeBasedMessageQueueSemantics : IDequeBasedMessageQueueSemantics, IUnboundedMessageQueueSemantics;

/// <summary>On an actor class: the kind of mailbox it needs.</summary>
public interface IRequiresMessageQueue<T> where T : ISemantics;
