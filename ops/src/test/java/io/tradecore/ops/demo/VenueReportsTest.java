package io.tradecore.ops.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;

class VenueReportsTest {

    private final VenueReports.Sightings sightings = new VenueReports.Sightings();

    @Test
    void aRepeatedReportIsNoSecondOrder() throws JsonProcessingException {
        see("{'orderId':'o1','execType':'NEW','execId':'e1','venueOrderId':'v1'}");
        see("{'orderId':'o1','execType':'NEW','execId':'e1','venueOrderId':'v1'}");
        see("{'orderId':'o1','execType':'TRADE','execId':'e2','venueOrderId':'v1'}");
        see("{'orderId':'o2','execType':'NEW','execId':'e3','venueOrderId':'v2'}");

        assertThat(sightings.takenTwice()).isEmpty();
    }

    @Test
    void twoVenueOrderIdsAreASecondOrder() throws JsonProcessingException {
        see("{'orderId':'o1','execType':'TRADE','execId':'e1','venueOrderId':'v1'}");
        see("{'orderId':'o1','execType':'TRADE','execId':'e2','venueOrderId':'v2'}");

        assertThat(sightings.takenTwice()).containsExactly("o1");
    }

    @Test
    void twoAcceptancesAreASecondOrder() throws JsonProcessingException {
        see("{'orderId':'o1','execType':'NEW','execId':'e1'}");
        see("{'orderId':'o1','execType':'NEW','execId':'e2'}");

        assertThat(sightings.takenTwice()).containsExactly("o1");
    }

    private void see(String report) throws JsonProcessingException {
        sightings.add(new ObjectMapper().readTree(report.replace('\'', '"')));
    }
}
