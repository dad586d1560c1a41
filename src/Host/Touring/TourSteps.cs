namespace Coterie.Host.Touring;

/// <summary>The steps of the tour. <c>docs/lecture.md</c> has the same words; a test compares the two.</summary>
internal static class TourSteps
{
    /// <summary>All steps, in their order.</summary>
    public static IReadOnlyList<TourStep> All { get; } =
    [
        new(
            "Taking turns",
            """
            Five processes share something that only one of them may use at a time. A process that uses it is inside the
            critical section, as the textbooks say. No process is in charge. They agree by sending messages to each
            other.
            """,
            ["simulate 5 6 --virtual --seed 7"],
            "What must a process know before it enters?",
            """
            That all four others have agreed, each by a reply. A process that is inside does not reply before it leaves,
            so nobody else can have all four replies in the meantime.
            """),
        new(
            "Numbers instead of clocks",
            """
            The clocks of different machines never agree exactly. So a process that asks takes a number instead, which
            is larger than all numbers that it has seen. This number is its logical clock. A request carries it, and the
            number of the process: 2.3 is number 2 of process 3. It is not a decimal number.
            """,
            ["simulate 3 1 --virtual --seed 1 --think 0 --hold 200ms --latency 20ms"],
            "At first all three ask with the number 1. Who enters first, and how do they agree on it?",
            """
            Process 1. The request with the smaller number goes first; if the numbers are equal, the process with the
            smaller number goes first. Every process compares two requests in this way, so all come to the same order:
            1.1, 1.2, 1.3. A process whose own request goes first defers its reply until it leaves. What if a process
            replies first, and asks afterwards? Then it has seen the other number, and its own number is larger.
            """),
        new(
            "A picture of a run",
            """
            This algorithm is that of Ricart and Agrawala. A run of it can be recorded and drawn: with a line for each
            process, an arrow for each message, a grey bar while a process waits, and a yellow box while it is inside.
            Time goes to the right.
            """,
            [
                "simulate 5 0.2 --virtual --think 10ms..40ms --hold 10ms..30ms --latency 2ms..8ms --seed 42 --quiet "
                    + "--trace run.jsonl",
                "trace run.jsonl --as svg --out turns.svg",
                "trace run.jsonl --as text --to 60ms",
            ],
            "Find a request that is answered late. What does the answer wait for?",
            """
            For the end of a yellow box. A process that is inside defers its reply until it leaves. A process that waits
            with a smaller request does the same: it enters first, and replies when it leaves. At the end of the run,
            the processes that still wait withdraw their requests, and send their replies then.
            """),
        new(
            "Why did it wait?",
            """
            A process waits for many messages, but only one of them comes last. From that message we can go back, step
            by step, to the request. Each step takes a part of the wait, and the parts add up to the whole.
            """,
            ["why run.jsonl --entry 3"],
            "How much of this wait did messages on their way take?",
            """
            About 9 ms of 39 ms. During the rest, the process waited for others that were inside or had not asked yet.
            This does not say how long the wait would be on a faster network: there, the requests may come in another
            order.
            """),
        new(
            "What it costs",
            """
            Every entry needs a request to each other process and a reply from each: 2(N-1) messages for N processes.
            Raymond's algorithm sends its messages along a tree instead. Here are both, in runs in which every process
            asks again at once. The delay is the time from an exit to the next entry.
            """,
            ["compare --processes 10 --load high --seed 7 --algorithms ricart-agrawala,raymond"],
            "Raymond's algorithm needs 3.6 messages where Ricart and Agrawala's needs 18. What is the price?",
            """
            The delay: 1.8 times the time of a message instead of 1.0, because the permission to enter goes from process to
            process along the tree. In a large tree, or in a long chain, that is many steps. And there is only one such
            permission: if it is lost, nobody enters any more.
            """),
        new(
            "Every order of messages",
            """
            A simulation shows one run; with another seed it shows another run. The explorer visits every state that a
            few processes can reach if messages may arrive in any order.
            """,
            ["explore --processes 3"],
            "Three processes with one request each have 2,879 states. How many do four have?",
            """
            Two million. With each message, the number of orders grows very fast. So the explorer tries every order with
            a few processes, and the simulator tries a few orders with many processes.
            """),
        new(
            "Breaking a rule",
            """
            What is a rule for? We leave it out and see. Here a process replies although it is inside. The program looks
            for the smallest run that goes wrong.
            """,
            [
                "hunt --bug reply-while-inside --trace wrong.jsonl",
                "trace wrong.jsonl --as svg --out wrong.svg",
                "check wrong.jsonl",
            ],
            "A request and a reply are marked. Which of the two is wrong, and when would it have been right?",
            """
            The reply of process 2, which it sends while it is inside. It would have been right when process 2 left. The
            request is right: process 1 may ask whenever it wants.
            """),
        new(
            "A process stops",
            """
            In Ricart and Agrawala's algorithm, a process needs the reply of every other process. Here process 1 stops
            after 4.5 seconds, and does not come back. At that moment it is outside and wants nothing.
            """,
            ["simulate 5 10 --virtual --seed 7 --crash 1@4.5s --quiet"],
            "Process 1 wants nothing. Why do the others wait for it?",
            """
            Because nobody can tell whether a process has stopped or is only slow. Suppose that the others go on without
            it, and it is only slow. Then it may have asked with a smaller number, and two processes get in.
            """),
        new(
            "Votes",
            """
            The votes of a majority are enough: any two majorities share a voter, and a voter gives its vote to one
            request at a time. A vote is valid for a limited time. So if a process stops, its votes become free again.
            """,
            ["simulate 5 20 --virtual --seed 7 --protocol quorum --voters 3 --crash 2@5s --quiet"],
            "One voter of three stops, and all five clients go on. What happens if two stop?",
            """
            Nobody enters any more, because one voter of three is not a majority. But nothing goes wrong, and when one
            of the two is back, all go on. A slow process cannot enter while another process is inside. It needs a
            majority, too, and at least one voter belongs to both majorities; that voter has given its vote to the other
            process. This is the lock that your own programs can use.
            """),
        new(
            "Readers and writers",
            """
            Many processes may read a shared memory at the same time, but only one may write. Once a writer waits, no
            new reader gets in. Otherwise readers could keep the writers out for ever. Here process 1 is the memory,
            processes 2 to 4 are readers, and processes 5 and 6 are writers.
            """,
            ["simulate 6 20 --virtual --protocol memory --readers 3 --writers 2 --seed 5 --quiet"],
            "Who can be kept out for ever now?",
            """
            A reader, if there is always a writer that waits: writers go first. In this run nobody was kept out. Every
            lock for readers and writers must let one of the two kinds go first.
            """),
    ];
}
