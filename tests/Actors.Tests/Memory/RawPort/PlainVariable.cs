using Akka.Actor;
using Coterie.Memory.RawPort;

namespace Coterie.Tests.Memory.RawPort;

/// <summary>A variable without a lock: carries every batch out at once.</summary>
internal sealed class PlainVariable : ReceiveActor
{
    private int _value;

    public PlainVariable() => Receive<CommandBatch>(batch =>
    {
        CarryOut(batch, ref _value);
        Sender.Tell(batch);
    });

    public static void CarryOut(CommandBatch batch, ref int value)
    {
        while (!batch.IsDone)
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
    }
}
