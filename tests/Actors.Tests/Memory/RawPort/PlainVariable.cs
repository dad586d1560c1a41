using Akka.Actor;
using Coterie.Actors.Memory;

namespace Coterie.Tests.Memory.RawPort;

/// <summary>A variable without a lock: carries every batch out at once.</summary>
internal sealed class PlainVariable : ReceiveActor
{
    private int _value;
    private int _count;

    public PlainVariable()
    {
        Receive<CommandBatch>(batch =>
        {
            _count += CarryOut(batch, ref _value);
            Sender.Tell(batch);
        });
        Receive<GetCount>(_ => Sender.Tell(_count));
    }

    /// <summary>Returns how many commands it carried out.</summary>
    public static int CarryOut(CommandBatch batch, ref int value)
    {
        var count = 0;
        for (; !batch.IsDone; count++)
        {
            if (batch.NextIsWrite)
            {
                value = batch.NextValue;
                batch.Written();
            }
            else
            {
                batch.Read(value);
            }
        }
        return count;
    }

    /// <summary>Answered by how many commands were carried out so far.</summary>
    public sealed record GetCount;
}
