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
            Five processes share something that only one of them may use at a time; using it is called being inside the
            critical section. Nobody is in charge: they send each other messages.
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
            The clocks of different machines never agree, so each process counts instead: its logical clock is larger
            than every number that it has seen. A request carries this number and that of its process: 2.3 is clock 2 of
            process 3.
            """,
            ["simulate 3 1 --virtual --seed 1 --think 0 --hold 200ms --latency 20ms"],
            """
            At first all three ask with the clock 1. Who enters first, and how do they agree on it without talking about
            it?
            """,
            """
            Process 1. The smaller clock goes first, and of equal clocks the smaller process. All three compare the same
            two numbers, so all three come to the same order: 1.1, 1.2, 1.3. Whoever has the smaller request keeps its
            reply until it leaves.
            """),
        new(
            "A picture of a run",
            """
            A run can be recorded and drawn: a line for each process, an arrow for each message, and a box while a
            process is inside. In the picture time goes to the right.
            """,
            [
                "simulate 5 0.2 --virtual --think 10ms..40ms --hold 10ms..30ms --latency 2ms..8ms --seed 42 --quiet "
                    + "--trace run.jsonl",
                "trace run.jsonl --as svg --out turns.svg",
                "trace run.jsonl --as text --to 60ms",
            ],
            "Find a request that is answered late. What does its answer wait for?",
            """
            For the end of a box. Whoever is inside keeps its reply until it leaves; so does whoever waits with a
            smaller request.
            """),
        new(
            "Why did it wait?",
            """
            A process waits for many messages, but only one of them comes last. From that message one can go back, step
            by step, to the request: the parts add up to the whole wait.
            """,
            ["why run.jsonl --entry 3"],
            "How much shorter would the wait be if messages took no time?",
            """
            By the parts in which a message is on its way, about 9 ms of 39 ms. For the rest, others were inside, or had
            not asked yet. A faster network does not help against long critical sections.
            """),
        new(
            "What it costs",
            """
            Every entry needs a request to each other process and a reply from each: 2(N-1) messages. Other algorithms
            need fewer, and pay for it in another way.
            """,
            ["compare --processes 10 --load low,high --seed 7 --algorithms central,ricart-agrawala,suzuki-kasami,raymond"],
            """
            Raymond's algorithm needs 4 messages where Ricart and Agrawala's needs 18. Why does not everybody use it?
            """,
            """
            Its token travels along a tree, from process to process, so that the way from an exit to the next entry can
            be long. And each process on that way is needed: if one stops, the tree is cut. The central coordinator is
            cheap, too, until the coordinator stops.
            """),
        new(
            "Every order of messages",
            """
            A simulation shows one run, and another seed shows another one. The explorer visits every state that a few
            processes can be in, with the messages arriving in any order.
            """,
            ["explore --processes 3"],
            """
            Three processes with one request each have so many states. Why are five processes too many for the explorer?
            """,
            """
            The number of orders grows very fast with each message. What goes wrong with many processes almost always
            goes wrong with two or three, too, and there every order can be tried.
            """),
        new(
            "Breaking a rule",
            """
            What is a rule for? Leave it out and see: here a process replies although it is inside, and the hunter looks
            for the smallest run that goes wrong.
            """,
            [
                "hunt --bug reply-while-inside --trace wrong.jsonl",
                "trace wrong.jsonl --as svg --out wrong.svg",
                "check wrong.jsonl",
            ],
            "Which message should not have been sent, and when would it have been right?",
            """
            The reply of process 2 to the request of process 1, while process 2 is inside. It would have been right when
            process 2 left.
            """),
        new(
            "A process stops",
            """
            Ricart and Agrawala need the consent of everybody. Here process 2 stops for good after five seconds.
            """,
            ["simulate 5 10 --virtual --seed 7 --crash 2@5s --quiet"],
            "Process 2 wants nothing any more. Why does everybody wait for it?",
            """
            Because nobody can tell a process that has stopped from one that is slow. If the others went on without it,
            and it was only slow, two would be inside. Each algorithm of the family has a process that it cannot do
            without.
            """),
        new(
            "Votes",
            """
            A majority is enough: any two majorities have a voter in common, who gives its vote to one request at a
            time. So one of three voters may stop, and its votes end after a while by themselves.
            """,
            ["simulate 5 20 --virtual --seed 7 --protocol quorum --voters 3 --crash 2@5s --quiet"],
            "One voter of three stops, and the clients go on. What happens if two stop?",
            """
            Nobody enters any more: one voter is no majority. Nothing wrong happens, either. When one of them is back,
            they go on. This is the lock that your own programs can use.
            """),
        new(
            "Readers and writers",
            """
            A shared memory lets many read at the same time, but only one may write. Once a writer waits, no new reader
            gets in, so that writers are not kept out for ever.
            """,
            ["simulate 6 20 --virtual --protocol memory --readers 3 --writers 2 --seed 5 --quiet"],
            "Who can be kept out for ever now?",
            """
            A reader, if writers never stop coming: they go first. That is the price of the rule, and a choice that
            every lock for readers and writers has to make.
            """),
    ];
}
