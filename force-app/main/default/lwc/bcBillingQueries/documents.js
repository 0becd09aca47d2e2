import { gql } from 'lightning/graphql';

/**
 * What belongs to one customer. Open invoices are asked for apart from the rest, so that what is owed can be summed even
 * when there are many paid ones; when there are more open ones than asked for, the panel says so and sums nothing.
 */
export const DOCUMENTS = gql`
    query BillingDocuments($customerId: ID!, $accountId: ID!) {
        uiapi {
            query {
                open: BC_Invoice__c(
                    where: { and: [{ BC_Customer__c: { eq: $customerId } }, { BC_Status__c: { eq: "Open" } }] }
                    orderBy: { BC_Due_Date__c: { order: ASC } }
                    first: 500
                ) {
                    edges {
                        node {
                            Id
                            Name {
                                value
                            }
                            BC_Type__c {
                                value
                            }
                            BC_Status__c {
                                value
                            }
                            BC_Invoice_Date__c {
                                value
                            }
                            BC_Due_Date__c {
                                value
                            }
                            BC_Total__c {
                                value
                            }
                            BC_Remaining__c {
                                value
                            }
                            BC_Currency_Code__c {
                                value
                            }
                            BC_Order_Number__c {
                                value
                            }
                            BC_External_Document_Number__c {
                                value
                            }
                            BC_Sync_Status__c {
                                value
                            }
                            BC_Sync_Message__c {
                                value
                            }
                        }
                    }
                    pageInfo {
                        hasNextPage
                    }
                }
                other: BC_Invoice__c(
                    where: { and: [{ BC_Customer__c: { eq: $customerId } }, { BC_Status__c: { ne: "Open" } }] }
                    orderBy: { BC_Invoice_Date__c: { order: DESC } }
                    first: 100
                ) {
                    edges {
                        node {
                            Id
                            Name {
                                value
                            }
                            BC_Type__c {
                                value
                            }
                            BC_Status__c {
                                value
                            }
                            BC_Invoice_Date__c {
                                value
                            }
                            BC_Due_Date__c {
                                value
                            }
                            BC_Total__c {
                                value
                            }
                            BC_Remaining__c {
                                value
                            }
                            BC_Currency_Code__c {
                                value
                            }
                            BC_Order_Number__c {
                                value
                            }
                            BC_External_Document_Number__c {
                                value
                            }
                            BC_Sync_Status__c {
                                value
                            }
                            BC_Sync_Message__c {
                                value
                            }
                        }
                    }
                    pageInfo {
                        hasNextPage
                    }
                }
                BC_Payment__c(
                    where: { BC_Customer__c: { eq: $customerId } }
                    orderBy: { BC_Posting_Date__c: { order: DESC } }
                    first: 100
                ) {
                    edges {
                        node {
                            Id
                            BC_Type__c {
                                value
                            }
                            BC_Document_Number__c {
                                value
                            }
                            BC_Posting_Date__c {
                                value
                            }
                            BC_Amount__c {
                                value
                            }
                            BC_Unapplied_Amount__c {
                                value
                            }
                            BC_Currency_Code__c {
                                value
                            }
                        }
                    }
                    pageInfo {
                        hasNextPage
                    }
                }
                Order(
                    where: { AccountId: { eq: $accountId } }
                    orderBy: { EffectiveDate: { order: DESC } }
                    first: 100
                ) {
                    edges {
                        node {
                            Id
                            OrderNumber {
                                value
                            }
                            EffectiveDate {
                                value
                            }
                            Status {
                                value
                            }
                            StatusCode {
                                value
                            }
                            TotalAmount {
                                value
                            }
                            BC_Number__c {
                                value
                            }
                            BC_Order_Status__c {
                                value
                            }
                            BC_Shipped_Percent__c {
                                value
                            }
                            BC_Invoiced_Percent__c {
                                value
                            }
                            BC_Sync_Status__c {
                                value
                            }
                            BC_Sync_Message__c {
                                value
                            }
                        }
                    }
                    pageInfo {
                        hasNextPage
                    }
                }
            }
        }
    }
`;
